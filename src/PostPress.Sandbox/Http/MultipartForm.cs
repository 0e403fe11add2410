using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Http;

/// <summary>A multipart body: its parts, and the value that is validated against the contract.</summary>
internal sealed class MultipartForm
{
    private const int BufferSize = 64 * 1024;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<SandboxPart> _parts = [];

    /// <summary>All parts, in order.</summary>
    public IReadOnlyList<SandboxPart> Parts => _parts;

    /// <summary>The body as an object: texts and JSON by name, and an empty text for each file.</summary>
    public JsonObject Value { get; } = [];

    /// <summary>Identifies the content of the form, independent of its boundary.</summary>
    public byte[] Identity => Encoding.UTF8.GetBytes(string.Join('\n', _parts.Select(p => $"{p.Name}\t{p.FileName}\t{p.ContentType}\t{p.Sha256}")));

    /// <summary>Reads and validates the body of <paramref name="request"/>. Files are streamed, not collected.</summary>
    public static async Task<MultipartForm> ReadAsync(OperationRequest request, Stream body, int keptBytes)
    {
        var boundary = HeaderUtilities.RemoveQuotes(request.RequireContentType().Boundary);
        if (!boundary.HasValue || boundary.Length == 0)
        {
            throw request.Malformed("The content type has no boundary.");
        }

        var form = new MultipartForm();
        try
        {
            var reader = new MultipartReader(boundary.Value!, body, BufferSize);
            while (await reader.ReadNextSectionAsync(request.Aborted) is { } section)
            {
                await form.TakeAsync(request, section, keptBytes);
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException && !request.Aborted.IsCancellationRequested)
        {
            throw request.Malformed($"The multipart body cannot be read: {error.Message}");
        }
        finally
        {
            request.NoteParts(form.Parts);
        }

        request.RequireBody(form.Value);
        return form;
    }

    private async Task TakeAsync(OperationRequest request, MultipartSection section, int keptBytes)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)
            || !disposition.Name.HasValue)
        {
            throw request.Malformed("A part has no `Content-Disposition: form-data` with a name.");
        }

        var name = Unquoted(disposition.Name)!;
        var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : Unquoted(disposition.FileName);
        var known = request.Operation.Body!.Parts.FirstOrDefault(p => p.Name == name);
        if (known is { Repeats: false } && Value.ContainsKey(name))
        {
            throw request.Invalid($"`{name}` must be one part{(known.Kind == PartKind.Json ? " that contains JSON" : "")}, but there are two.");
        }

        // A part that is not in the contract is accepted. It is a file if it has a file name.
        var kind = known?.Kind ?? (fileName is null ? PartKind.Text : PartKind.File);
        if (kind == PartKind.File)
        {
            if (fileName is null)
            {
                throw request.Invalid($"`{name}` must be a file: its part has no file name.");
            }

            _parts.Add(await StreamAsync(request, section, name, fileName, keptBytes));
            if (known is { Repeats: true } && Value[name] is JsonArray files)
            {
                files.Add("");
            }
            else if (known is not null)
            {
                Value[name] = known.Repeats ? new JsonArray("") : "";
            }

            return;
        }

        if (fileName is not null)
        {
            throw request.Invalid($"`{name}` must be a plain field: its part has a file name.");
        }

        var bytes = await request.ReadAllAsync(section.Body, $"`{name}`");
        _parts.Add(new SandboxPart
        {
            Name = name,
            FileName = null,
            ContentType = section.ContentType,
            Length = bytes.Length,
            Sha256 = Hex(SHA256.HashData(bytes)),
            Content = bytes.AsMemory(0, Math.Min(bytes.Length, keptBytes)),
        });
        if (known is not null)
        {
            Value[name] = kind == PartKind.Json ? request.ParseJson(bytes, $"`{name}`") : Decode(request, name, bytes);
        }
    }

    private static async Task<SandboxPart> StreamAsync(OperationRequest request, MultipartSection section, string name, string fileName, int keptBytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var kept = new MemoryStream();
        var buffer = new byte[BufferSize];
        long length = 0;
        int read;
        while ((read = await section.Body.ReadAsync(buffer, request.Aborted)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            kept.Write(buffer, 0, (int)Math.Min(read, keptBytes - kept.Length));
            length += read;
        }

        return new SandboxPart
        {
            Name = name,
            FileName = fileName,
            ContentType = section.ContentType,
            Length = length,
            Sha256 = Hex(hash.GetHashAndReset()),
            Content = kept.ToArray(),
        };
    }

    private static string Decode(OperationRequest request, string name, byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw request.Malformed($"`{name}` is not UTF-8.");
        }
    }

    private static string? Unquoted(Microsoft.Extensions.Primitives.StringSegment text) =>
        text.HasValue ? HeaderUtilities.UnescapeAsQuotedString(text).Value : null;

    private static string Hex(byte[] hash) => Convert.ToHexString(hash).ToLowerInvariant();
}
