using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace PostPress.Sandbox.Http;

/// <summary>All received requests, in the order of arrival.</summary>
internal sealed class RequestLog(int keptBytes)
{
    /// <summary>The number of response bodies that are kept, those of the last requests: pages of results are large.</summary>
    public const int KeptResponses = 200;

    private readonly List<RequestEntry> _entries = [];

    public RequestEntry Begin(HttpContext http, DateTimeOffset time)
    {
        lock (_entries)
        {
            var entry = new RequestEntry(http, new CountingStream(http.Request.Body, keptBytes), FormattableString.Invariant($"req_{_entries.Count + 1:D6}"), time);
            _entries.Add(entry);
            if (_entries.Count > KeptResponses)
            {
                _entries[^(KeptResponses + 1)].ForgetResponse();
            }

            return entry;
        }
    }

    public IReadOnlyList<SandboxRequest> Snapshot()
    {
        lock (_entries)
        {
            return [.. _entries.Select(e => e.Snapshot())];
        }
    }

    /// <summary>The last <paramref name="count"/> requests, newest first, and the total number.</summary>
    public (IReadOnlyList<SandboxRequest> Newest, int Count) Newest(int count)
    {
        lock (_entries)
        {
            return ([.. _entries.TakeLast(count).Reverse().Select(e => e.Snapshot())], _entries.Count);
        }
    }

    public SandboxRequest? Find(string id)
    {
        lock (_entries)
        {
            return _entries.Find(e => e.Id == id)?.Snapshot();
        }
    }

    public void Clear()
    {
        lock (_entries)
        {
            _entries.Clear();
        }
    }
}

/// <summary>A request while it is handled, and afterwards.</summary>
internal sealed class RequestEntry
{
    /// <summary>The length up to which the body of a response is kept, in bytes.</summary>
    public const int MaxResponseBytes = 128 * 1024;

    private readonly SandboxRequest _head;
    private readonly CountingStream _body;
    private SandboxRequest? _final;
    private SandboxResponse? _response;
    private long _responseLength;
    private bool _keepsResponse = true;
    private string? _operation;
    private string? _accountId;
    private IReadOnlyList<SandboxPart> _parts = [];

    public RequestEntry(HttpContext http, CountingStream body, string id, DateTimeOffset time)
    {
        Id = id;
        _body = body;
        http.Request.Body = body;
        Key = KeyIn(http.Request.Headers);
        _head = new SandboxRequest
        {
            Id = id,
            Time = time,
            Method = http.Request.Method,
            Path = Route.PathOf(http),
            Query = http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal),
            Headers = http.Request.Headers.ToDictionary(h => h.Key, h => Masked(h.Key, h.Value.ToString()), StringComparer.OrdinalIgnoreCase),
            ContentLength = http.Request.ContentLength,
            BodyLength = 0,
            Body = default,
            Status = 0,
            KeyHash = Key is null ? null : SandboxRequest.HashOf(Key),
        };
    }

    public string Id { get; }

    /// <summary>The API key, from either header; null if there is none.</summary>
    public string? Key { get; }

    /// <summary>Reads the rest of the body, so that the log is complete and the client can finish sending.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) => _body.DrainAsync(cancellationToken);

    /// <summary>What is wrong with the API key; null if it is one of <paramref name="keys"/>.</summary>
    public (string Type, string Detail)? FaultOfKey(IReadOnlyList<string> keys) =>
        string.IsNullOrEmpty(Key) ? ("errors/missing_credentials", "Send an API key as `X-API-KEY`, or as a bearer token.")
        : keys.Contains(Key, StringComparer.Ordinal) ? null
        : ("errors/invalid_credentials", "This API key is unknown.");

    public void NoteOperation(string id)
    {
        lock (_body)
        {
            _operation = id;
        }
    }

    public void NoteAccount(string id)
    {
        lock (_body)
        {
            _accountId = id;
        }
    }

    /// <summary>Records the parts of a form. Only the post keeps the content of files, so that it is not kept twice.</summary>
    public void NoteParts(IEnumerable<SandboxPart> parts)
    {
        lock (_body)
        {
            _parts = [.. parts.Select(p => p.FileName is null ? p : p with { Content = default })];
        }
    }

    public void Complete(SandboxResponse response)
    {
        lock (_body)
        {
            _responseLength = response.Body.Length;
            _response = _keepsResponse && response.Body.Length <= MaxResponseBytes ? response : response with { Body = default };
        }
    }

    /// <summary>Does not keep the body of the response. If there is no response yet, its body will not be kept.</summary>
    public void ForgetResponse()
    {
        lock (_body)
        {
            _keepsResponse = false;
            _response = _response is null ? null : _response with { Body = default };
            _final = _final is null ? null : _final with { Response = default };
        }
    }

    public SandboxRequest Snapshot()
    {
        lock (_body)
        {
            if (_final is not null)
            {
                return _final;
            }

            var snapshot = _head with
            {
                Body = _body.Kept,
                BodyLength = _body.Count,
                Status = _response?.Status ?? 0,
                Operation = _operation,
                AccountId = _accountId,
                Parts = _parts,
                Response = _response?.Body ?? default,
                ResponseLength = _responseLength,
            };
            return _response is null ? snapshot : _final = snapshot;
        }
    }

    private static string? KeyIn(IHeaderDictionary headers)
    {
        if (headers.TryGetValue("X-API-KEY", out var key))
        {
            return key.ToString();
        }

        const string scheme = "Bearer ";
        var authorization = headers.Authorization.ToString();
        return authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? authorization[scheme.Length..].Trim() : null;
    }

    private static string Masked(string name, string value)
    {
        if (string.Equals(name, "X-API-KEY", StringComparison.OrdinalIgnoreCase))
        {
            return Mask(value);
        }

        if (string.Equals(name, HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase) || string.Equals(name, HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase))
        {
            return value.Contains(' ', StringComparison.Ordinal) ? $"{value[..value.IndexOf(' ', StringComparison.Ordinal)]} {Mask(value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..])}" : "***";
        }

        return value;

        static string Mask(string secret) =>
            Array.Find(["pp_live_", "pp_test_"], prefix => secret.StartsWith(prefix, StringComparison.Ordinal)) + "***";
    }
}

/// <summary>Reads the body of a request, counts its bytes and keeps the first ones.</summary>
internal sealed class CountingStream(Stream inner, int keptBytes) : Stream
{
    // A refused request is read to its end, up to a limit.
    private const long DrainLimit = 256L * 1024 * 1024;

    private readonly MemoryStream _kept = new();
    private long _count;

    public long Count
    {
        get
        {
            lock (_kept)
            {
                return _count;
            }
        }
    }

    public byte[] Kept
    {
        get
        {
            lock (_kept)
            {
                return _kept.ToArray();
            }
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (Count < DrainLimit && await ReadAsync(buffer, cancellationToken) > 0)
        {
            // Reading counts and keeps the bytes.
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        lock (_kept)
        {
            _count += read;
            _kept.Write(buffer.Span[..(int)Math.Min(read, keptBytes - _kept.Length)]);
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }
}
