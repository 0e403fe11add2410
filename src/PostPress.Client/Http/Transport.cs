using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json;
using PostPress.Diagnostics;
using PostPress.Errors;
using PostPress.Resilience;

namespace PostPress.Http;

/// <summary>Sends a call, reads its answer, and turns whatever goes wrong into a failure that says what is known.</summary>
internal sealed class Transport
{
    private readonly Func<HttpMessageInvoker> _http;
    private readonly PostPressClientOptions _options;
    private readonly Uri _baseAddress;
    private readonly string _baseText;
    private readonly ILogger _logger;
    private readonly bool _asBearer;

    /// <param name="http">Gives what sends the requests; <see cref="RetryHandler"/> and <see cref="AttemptHandler"/> are in it.</param>
    /// <param name="options">The options, checked.</param>
    /// <param name="asBearer">
    /// Whether the key goes out as a bearer token instead of <c>X-API-KEY</c>: .NET drops that header, and no other, when it
    /// follows a redirect, and whether a handler of the caller's follows redirects can't be told.
    /// </param>
    internal Transport(Func<HttpMessageInvoker> http, PostPressClientOptions options, bool asBearer = false)
    {
        _http = http;
        _options = options;
        _asBearer = asBearer;
        _logger = options.LoggerFactory?.CreateLogger(PostPressDiagnostics.LogCategory) ?? NullLogger.Instance;
        var address = options.BaseAddress.AbsoluteUri;
        _baseText = address.EndsWith("/", StringComparison.Ordinal) ? address : address + "/";
        _baseAddress = new Uri(_baseText);
    }

    /// <summary>Whether requests are checked against the contract before they are sent.</summary>
    internal bool ChecksRequests => _options.CheckRequests;

    /// <summary>The clock of the options.</summary>
    internal TimeProvider TimeProvider => _options.TimeProvider;

    internal async Task<TResponse> SendAsync<TResponse>(ApiCall<TResponse> api, CancellationToken cancellationToken)
        where TResponse : class
    {
        api.Options?.Check("options");
        var settings = CreateSettings(api);
        cancellationToken.ThrowIfCancellationRequested();
        using var call = new Call(settings, _options.TimeProvider, _logger, cancellationToken) { Secrets = api.Secrets };
        Call.Current = call;
        using var activity = Telemetry.StartCall(settings, _baseAddress);
        Log.CallStarted(_logger, settings.Operation);
        try
        {
            using var request = await CreateRequestAsync(api, call).ConfigureAwait(false);
            using var response = await SendAsync(request, call.Token).ConfigureAwait(false);
            var body = response.Content is BufferedContent buffered
                ? buffered.Body

                // A handler of the host has put another content in its place.
                : await ResponseBody.ReadAsync(response.Content, ResponseBody.MaxBytes, call.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw ErrorReader.Read(response, body, call);
            }

            var result = Parse(api, response, body, call);
            Telemetry.Succeeded(activity, call);
            return result;
        }
        catch (Exception e) when (e is IPostPressFailure failure)
        {
            Telemetry.Failed(activity, call, failure);
            throw;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            Telemetry.Cancelled(activity, call);
            throw new OperationCanceledException($"{settings.Operation} was cancelled.", e, cancellationToken);
        }
        catch (Exception e)
        {
            var failure = NoAnswer(call, e);
            Telemetry.Failed(activity, call, (IPostPressFailure)failure);
            throw failure;
        }
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _http() switch
    {
        // It would buffer the answer once more.
        HttpClient http => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken),
        var http => http.SendAsync(request, cancellationToken),
    };

    private static TResponse Parse<TResponse>(ApiCall<TResponse> api, HttpResponseMessage response, ResponseBody? body, Call call)
        where TResponse : class
    {
        JsonException? cause = null;
        if (body is { Length: > 0, IsCut: false })
        {
            try
            {
                return api.ReadResponse(body.Bytes);
            }
            catch (JsonException e)
            {
                cause = e;
            }
        }

        throw ErrorReader.Unreadable(response, body, call, cause);
    }

    /// <summary>The failure of a call to which no answer came. Of the cause's own text nothing is repeated: it can hold anything.</summary>
    private Exception NoAnswer(Call call, Exception cause)
    {
        var settings = call.Settings;
        if (cause is SecondSendException && call.LastStatus is { } status)
        {
            return ErrorReader.Hidden(status, call);
        }

        var actual = cause is SecondSendException && call.LastFailure is { } first ? first : cause;
        var outcome = call.Outcome;
        var where = FormattableString.Invariant($"{settings.Operation}, {call.Elapsed.TotalSeconds:0.0} s, attempts: {call.Attempts}");
        var next = outcome == CallOutcome.NotSent ? "Nothing was sent, so it can be repeated."
            : outcome == CallOutcome.Refused ? "PostPress refused it for now, so it can be repeated later."
            : !settings.IsWrite ? "It only reads, so it can be repeated."
            : "It was NOT sent again and may have been carried out. Look before you repeat it, or repeat it with the same CallOptions.IdempotencyKey.";
        if (actual is AttemptTimeoutException || call.Expired != Call.Limit.None)
        {
            var deadline = call.Expired switch
            {
                Call.Limit.UploadStall => "the upload stood still for too long (UploadStallTimeout)",
                Call.Limit.Attempt => "no whole answer in the time of an attempt",
                _ => "the call took longer than it may in all",
            };
            return new PostPressTimeoutException($"PostPress at {_baseAddress.Authority}: {deadline} ({where}). {next}", actual)
            {
                Outcome = outcome,
                About = call,
            };
        }

        var what = outcome == CallOutcome.NotSent ? "could not be reached" : "gave no whole answer";
        return new PostPressConnectionException($"PostPress at {_baseAddress.Authority} {what} ({Telemetry.Describe(actual)}; {where}). {next}", actual)
        {
            Outcome = outcome,
            About = call,
        };
    }

    private CallSettings CreateSettings<TResponse>(ApiCall<TResponse> api)
    {
        var timeouts = api.Timeouts(_options);
        var total = api.Options?.Timeout;
        var attempt = api.Options?.AttemptTimeout;
        return new CallSettings
        {
            Operation = api.Operation,
            IsWrite = api.IsWrite,
            IdempotencyKey = api.IsWrite || api.Options?.IdempotencyKey is not null ? api.Options?.IdempotencyKey ?? Guid.NewGuid().ToString("D") : null,
            TrustIdempotencyKey = _options.TrustIdempotencyKey,
            MaxRetries = _options.MaxRetries,
            TotalTimeout = total ?? timeouts.Total,
            AttemptTimeout = attempt ?? total ?? timeouts.Attempt,
            UploadStallTimeout = _options.UploadStallTimeout,
        };
    }

    private async ValueTask<HttpRequestMessage> CreateRequestAsync<TResponse>(ApiCall<TResponse> api, Call call)
    {
        var key = await GetKeyAsync(call).ConfigureAwait(false);
        call.Key = key;
        if (api.Content is FormDataContent form)
        {
            form.Call = call;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_baseText + api.RelativeUri)) { Content = api.Content };
        if (_asBearer)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }
        else
        {
            request.Headers.TryAddWithoutValidation(PostPressApi.ApiKeyHeader, key);
        }

        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (call.Settings.IdempotencyKey is { } idempotencyKey)
        {
            request.Headers.TryAddWithoutValidation(CreatePostOperation.IdempotencyKeyHeader, idempotencyKey);
        }

        return request;
    }

    private async ValueTask<string> GetKeyAsync(Call call)
    {
        if (_options.ApiKeyProvider is not { } provider)
        {
            return _options.ApiKey!;
        }

        var key = await provider(call.Token).AsTask().WaitAsync(call.Token).ConfigureAwait(false);
        return PostPressClientOptions.FindKeyProblem(key) is null
            ? key
            : throw new PostPressException($"{call.Settings.Operation}: PostPressClientOptions.ApiKeyProvider gave a key that is empty or can't be sent in a header. Nothing was sent.")
            {
                Outcome = CallOutcome.NotSent,
                About = call,
            };
    }
}
