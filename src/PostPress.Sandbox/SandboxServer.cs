using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Http;
using PostPress.Sandbox.Operations;
using PostPress.Sandbox.Page;

namespace PostPress.Sandbox;

/// <summary>Handles a request: route, key, parameters, body, account, operation, response.</summary>
internal sealed class SandboxServer
{
    private readonly PostPressSandboxOptions _options;
    private readonly ApiContract _contract = ApiContract.Embedded;
    private readonly Dictionary<string, SandboxAccount> _accounts;
    private readonly JobOperations _jobs;
    private readonly PostOperations _posts;
    private readonly SearchOperation _search;
    private readonly SearchParametersOperation _searchParameters;
    private int _resets;

    public SandboxServer(PostPressSandboxOptions options)
    {
        _options = options;
        _accounts = SandboxTriggers.Accounts.Concat(options.Accounts).ToDictionary(a => a.Id, StringComparer.Ordinal);
        _jobs = new JobOperations(State, options);
        _posts = new PostOperations(State, options);
        _search = new SearchOperation(State, options, _contract);
        _searchParameters = new SearchParametersOperation(_contract);
        Routes = new MappedRoutes(_contract);
        Log = new RequestLog(options.KeptBytes);
        NextFailures = new NextFailures(_contract);
    }

    public SandboxState State { get; } = new();

    public RequestLog Log { get; }

    public MappedRoutes Routes { get; }

    /// <summary>The failures that were requested on the page of the sandbox.</summary>
    public NextFailures NextFailures { get; }

    /// <summary>The number of resets. Ids start again after each.</summary>
    public int Resets => Volatile.Read(ref _resets);

    /// <summary>Removes all requests, drafts, jobs, posts and searches. Routes of tests are kept.</summary>
    public void Reset()
    {
        NextFailures.Clear();
        State.Clear();
        Log.Clear();
        Interlocked.Increment(ref _resets);
    }

    public async Task HandleAsync(HttpContext http)
    {
        var entry = Log.Begin(http, _options.TimeProvider.GetUtcNow());
        SandboxResponse response;
        try
        {
            try
            {
                response = await RespondAsync(http, entry);
            }
            catch (Refusal refusal)
            {
                response = refusal.Response;
            }
            catch (BadHttpRequestException error)
            {
                response = SandboxResponse.Problem(error.StatusCode, "errors/malformed_request", error.Message, entry.Id);
            }
            catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
            {
                response = SandboxResponse.Problem(StatusCodes.Status500InternalServerError, "errors/unexpected_error", $"The sandbox failed: {error}", entry.Id);
            }

            // Reading the body would send `100 Continue` to a client that was refused.
            if (http.Request.Headers.Expect.Count == 0)
            {
                await entry.DrainAsync(http.RequestAborted);
            }

            entry.Complete(response);
            _options.Observer?.Invoke(entry.Snapshot());
            await WriteAsync(http.Response, response);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The client disconnected.
        }
    }

    private async Task<SandboxResponse> RespondAsync(HttpContext http, RequestEntry entry)
    {
        var path = Route.PathOf(http);
        if (path == "/openapi.yaml" && HttpMethods.IsGet(http.Request.Method))
        {
            return new SandboxResponse(StatusCodes.Status200OK, _contract.File, "application/yaml");
        }

        var (operations, values) = Route.Find(_contract, path);
        var routes = Routes.Find(path);
        if (routes.FirstOrDefault(r => r.Route.Method == http.Request.Method) is { Route: { } mapped } found)
        {
            return entry.FaultOfKey(_options.ApiKeys) is { } fault
                ? throw new Refusal(SandboxResponse.Problem(StatusCodes.Status401Unauthorized, fault.Type, fault.Detail, entry.Id))
                : await MappedRoutes.RespondAsync(http, entry, mapped, found.Values);
        }

        if (operations.Count + routes.Count == 0)
        {
            throw new Refusal(SandboxResponse.Problem(StatusCodes.Status404NotFound, "errors/resource_not_found", $"There is no endpoint at {path}.", entry.Id));
        }

        var methods = string.Join(", ", operations.Select(o => o.Method).Concat(routes.Select(r => r.Route.Method)).Distinct(StringComparer.Ordinal));
        var operation = operations.FirstOrDefault(o => o.Method == http.Request.Method)
            ?? throw new Refusal(SandboxResponse.Problem(StatusCodes.Status405MethodNotAllowed, "errors/malformed_request", $"{path} takes {methods}, not {http.Request.Method}.", entry.Id) with { Headers = [("Allow", methods)] });

        entry.NoteOperation(operation.Id);
        var request = new OperationRequest(http, entry, operation, values);
        request.Authenticate(_options.ApiKeys);
        var parameters = request.ReadParameters();
        var idempotencyKey = _options.IgnoreIdempotencyKeys ? null : parameters["Idempotency-Key"]?.GetValue<string>();
        if (operation.Body?.Parts.Count > 0)
        {
            var form = await MultipartForm.ReadAsync(request, http.Request.Body, _options.KeptBytes);
            return _posts.Create(request, idempotencyKey, AccountOf(request, form.Value["account_id"]!.GetValue<string>()), form);
        }

        var (body, bytes) = operation.Body is null ? ([], []) : await request.ReadJsonAsync();
        var account = AccountOf(request, (parameters["account_id"] ?? body["account_id"])!.GetValue<string>());
        if (account.Kind == SandboxAccountKind.Instagram)
        {
            throw request.Refuse(
                ("errors/account_mismatch", 403), $"{account.Id} is an Instagram account: it can only publish posts.", "errors/invalid_account", "errors/account_mismatch");
        }

        return operation.Id switch
        {
            "createJob" => _jobs.Create(request, idempotencyKey, account, body, bytes),
            "publishJob" => _jobs.Publish(request, idempotencyKey, account, parameters["draft_id"]!.GetValue<string>(), body, bytes),
            "solveJobCheckpoint" => _jobs.Solve(request, idempotencyKey, account, parameters["draft_id"]!.GetValue<string>(), body, bytes),
            "listSearchParameters" => _searchParameters.List(request, account, parameters),
            "search" => _search.Search(request, idempotencyKey, account, parameters, body, bytes),
            _ => throw new InvalidOperationException($"The sandbox does not implement the operation '{operation.Id}' of the contract."),
        };
    }

    /// <summary>The linked account with this id. Throws if the id triggers a failure, or if one was requested on the page.</summary>
    private SandboxAccount AccountOf(OperationRequest request, string id)
    {
        if (Provoked(request, NextFailures.Take(request.Operation.Id) ?? id) is { } failure)
        {
            throw failure;
        }

        return _accounts.TryGetValue(id, out var account)
            ? account
            : throw request.Refuse(("errors/resource_not_found", 404), $"There is no linked account {id}.", "errors/resource_not_found", "errors/wrong_account");
    }

    /// <summary>The failure that the id triggers; null if it triggers none.</summary>
    private Refusal? Provoked(OperationRequest request, string id)
    {
        switch (id)
        {
            case SandboxTriggers.RateLimited:
                return new Refusal(SandboxResponse.Problem(StatusCodes.Status429TooManyRequests, "errors/too_many_requests", "The rate limit of this key is exceeded.", request.RequestId) with { Headers = [("Retry-After", "1")] });
            case SandboxTriggers.QuickstartEnvelope:
                return new Refusal(SandboxResponse.Json(StatusCodes.Status400BadRequest, new JsonObject
                {
                    ["error"] = new JsonObject { ["code"] = "invalid_parameters", ["message"] = "This account_id triggers this envelope.", ["request_id"] = request.RequestId },
                }));
            case SandboxTriggers.GatewayHtml:
                return new Refusal(new SandboxResponse(
                    StatusCodes.Status502BadGateway, Encoding.UTF8.GetBytes("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"), "text/html"));
            case var _ when _accounts.ContainsKey(id):
                return null;
            case var _ when id.StartsWith(SandboxTriggers.ErrorPrefix, StringComparison.Ordinal):
                var type = $"errors/{id[SandboxTriggers.ErrorPrefix.Length..]}";
                return request.Operation.Errors.ContainsKey(type)
                    ? request.Refuse(type)
                    : new Refusal(SandboxResponse.Problem(StatusCodes.Status400BadRequest, "errors/invalid_parameters", $"{request.Operation.Id} does not list {type}.", request.RequestId));
            default:
                return null;
        }
    }

    private static async Task WriteAsync(HttpResponse http, SandboxResponse response)
    {
        http.StatusCode = response.Status;
        http.ContentType = response.ContentType;
        http.ContentLength = response.Body.Length;
        foreach (var (name, value) in response.Headers)
        {
            http.Headers[name] = value;
        }

        if (!HttpMethods.IsHead(http.HttpContext.Request.Method))
        {
            await http.Body.WriteAsync(response.Body, http.HttpContext.RequestAborted);
        }
    }
}
