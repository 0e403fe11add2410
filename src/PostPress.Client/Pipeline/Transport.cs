using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json;
using PostPress.Content;
using PostPress.Diagnostics;
using PostPress.Errors;

namespace PostPress.Pipeline;

/// <summary>Sends a call, reads its response, and throws an exception with the outcome if it fails.</summary>
internal sealed class Transport : IDisposable
{
    private static readonly string Product = $"PostPress.NET/{typeof(Transport).Assembly.GetName().Version?.ToString(3)} ({RuntimeInformation.FrameworkDescription})";

    private readonly Func<HttpMessageInvoker> _http;
    private readonly PostPressClientOptions _options;
    private readonly Uri _baseAddress;
    private readonly string _baseText;
    private readonly string _userAgent;
    private readonly ILogger _logger;
    private bool _isDisposed;

    /// <param name="http">Returns the sender of the requests. It contains the strategy and <see cref="AttemptHandler"/>.</param>
    /// <param name="options">The checked options.</param>
    internal Transport(Func<HttpMessageInvoker> http, PostPressClientOptions options)
    {
        _http = http;
        _options = options;
        _logger = options.LoggerFactory?.CreateLogger(PostPressDiagnostics.LogCategory) ?? NullLogger.Instance;
        var address = options.BaseAddress.AbsoluteUri;
        _baseText = address.EndsWith("/", StringComparison.Ordinal) ? address : address + "/";
        _baseAddress = new Uri(_baseText);
        _userAgent = options.UserAgentProduct is { } product ? $"{Product} {product}" : Product;
    }

    /// <summary>Whether requests are checked against the contract before they are sent.</summary>
    internal bool ChecksRequests => _options.CheckRequests;

    /// <summary>The cache for lists of ids; null for none.</summary>
    internal Func<string, Func<CancellationToken, ValueTask<SearchParameterList>>, CancellationToken, ValueTask<SearchParameterList>>? SearchParameterCache => _options.SearchParameterCache;

    /// <summary>The clock of the options.</summary>
    internal TimeProvider TimeProvider => _options.TimeProvider;

    public void Dispose() => Volatile.Write(ref _isDisposed, true);

    /// <summary>Sends a call.</summary>
    /// <param name="operation">The operation in the contract.</param>
    /// <param name="path">The path and the query, below the base address.</param>
    /// <param name="content">The body; null if there is none.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="isWrite">Whether this call is a write; null for the value in the contract.</param>
    /// <param name="isReadable">An additional check of the response; null for none.</param>
    internal async Task<TResponse> SendAsync<TResponse>(
        OperationDescriptor<TResponse> operation,
        RequestPath path,
        RequestContent? content,
        CallOptions? options,
        CancellationToken cancellationToken,
        bool? isWrite = null,
        Func<TResponse, bool>? isReadable = null)
        where TResponse : class, IResponse
    {
        if (Volatile.Read(ref _isDisposed))
        {
            throw new ObjectDisposedException(nameof(PostPressClient));
        }

        options?.Check(nameof(options));
        using var call = new CallContext(operation, isWrite ?? operation.IsWrite, content, options, _options, _logger, cancellationToken);
        CallContext.Current = call;
        using var activity = Telemetry.StartCall(call, _baseAddress);
        Log.CallStarted(_logger, operation.Id, call.ClientName, call.IdempotencyKey);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var request = await CreateRequestAsync(operation, path, call).ConfigureAwait(false);
            using var response = await SendAsync(request, call.Token).ConfigureAwait(false);
            var body = await GetBodyAsync(response, call).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw Failures.FromError(call, response, body);
            }

            var result = Read(operation, response, body, call, isReadable);
            result.Response = call.Describe(response);
            Telemetry.Succeeded(activity, call, result.Response);
            return result;
        }
        catch (PostPressException e)
        {
            Telemetry.Failed(activity, call, e);
            throw;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            Telemetry.Cancelled(activity, call);
            throw Failures.FromCancellation(call, e, cancellationToken);
        }
        catch (ObjectDisposedException) when (call.Outcome == CallOutcome.NotSent)
        {
            // This client, its host, or the caller's HttpClient was disposed. A retry would fail in the same way.
            throw;
        }
        catch (Exception e)
        {
            var failure = Failures.FromException(call, e, _baseAddress);
            Telemetry.Failed(activity, call, failure);
            throw failure;
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _http() switch
    {
        // Otherwise HttpClient would buffer the response a second time.
        HttpClient http => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken),
        var http => http.SendAsync(request, cancellationToken),
    };

    /// <summary>The body that <see cref="AttemptHandler"/> has read, unless a handler of the host has replaced it.</summary>
    private static async ValueTask<BufferedBody?> GetBodyAsync(HttpResponseMessage response, CallContext call) =>
        response.Content is BufferedContent buffered
            ? buffered.Body
            : await BufferedBody.ReadAsync(response.Content, call.Token).ConfigureAwait(false);

    private static TResponse Read<TResponse>(OperationDescriptor<TResponse> operation, HttpResponseMessage response, BufferedBody? body, CallContext call, Func<TResponse, bool>? isReadable)
        where TResponse : class, IResponse
    {
        JsonException? cause = null;
        if (body is { IsCut: false } && (body.Length > 0 || operation.TakesEmptyBody))
        {
            try
            {
                var result = operation.ReadResponse(body.Bytes);
                if (result.IsDocumented && isReadable?.Invoke(result) != false)
                {
                    return result;
                }
            }
            catch (JsonException e)
            {
                cause = e;
            }
        }

        throw Failures.FromUnreadable(call, response, body, cause);
    }

    private async ValueTask<HttpRequestMessage> CreateRequestAsync(OperationDescriptor operation, RequestPath path, CallContext call)
    {
        call.ApiKey = await GetKeyAsync(call).ConfigureAwait(false);
        var request = new HttpRequestMessage(operation.Method, path.ToUri(_baseText)) { Content = call.Content };
        if (_options.SendKeyAsBearerToken)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + call.ApiKey);
        }
        else
        {
            request.Headers.TryAddWithoutValidation(PostPressApi.ApiKeyHeader, call.ApiKey);
        }

        request.Headers.TryAddWithoutValidation("Accept", operation.ResponseMediaType);
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        if (call.IdempotencyKey is { } idempotencyKey)
        {
            request.Headers.TryAddWithoutValidation(PostPressApi.IdempotencyKeyHeader, idempotencyKey);
        }

        // A refusal can then arrive before a large body is sent.
        if (_options.ExpectContinueThreshold is { } threshold && call.Content is { } body && !(body.Length <= threshold))
        {
            request.Headers.ExpectContinue = true;
        }

        return request;
    }

    private async ValueTask<string> GetKeyAsync(CallContext call)
    {
        if (_options.ApiKeyProvider is not { } provider)
        {
            return _options.ApiKey!;
        }

        var key = await provider(call.Token).AsTask().WaitAsync(call.Token).ConfigureAwait(false);
        return PostPressClientOptions.FindKeyProblem(key) is null
            ? key
            : throw new PostPressException($"{call.Operation}: PostPressClientOptions.ApiKeyProvider returned a key that is empty or can't be sent in a header. Nothing was sent.")
            {
                Outcome = CallOutcome.NotSent,
                Call = call,
            };
    }
}
