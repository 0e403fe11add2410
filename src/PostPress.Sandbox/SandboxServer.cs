using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Http;
using PostPress.Sandbox.Operations;

namespace PostPress.Sandbox;

/// <summary>Takes each request from arrival to answer: route, key, parameters, body, account, operation.</summary>
internal sealed class SandboxServer
{
    private readonly PostPressSandboxOptions options;
    private readonly ApiContract contract = ApiContract.Embedded;
    private readonly Dictionary<string, SandboxAccount> accounts;
    private readonly JobOperations jobs;
    private readonly PostOperations posts;
    private readonly SearchOperation search;

    public SandboxServer(PostPressSandboxOptions options)
    {
        this.options = options;
        accounts = SandboxTriggers.Accounts.Concat(options.Accounts).ToDictionary(a => a.Id, StringComparer.Ordinal);
        jobs = new JobOperations(State, options);
        posts = new PostOperations(State, options);
        search = new SearchOperation(State, options, contract);
        Log = new RequestLog(options.KeptBytes);
    }

    public SandboxState State { get; } = new();

    public RequestLog Log { get; }

    public async Task HandleAsync(HttpContext http)
    {
        var entry = Log.Begin(http, options.TimeProvider.GetUtcNow());
        Answer answer;
        try
        {
            try
            {
                answer = await AnswerAsync(http, entry);
            }
            catch (Refusal refusal)
            {
                answer = refusal.Answer;
            }
            catch (BadHttpRequestException error)
            {
                answer = Answer.Problem(error.StatusCode, "errors/malformed_request", error.Message, entry.Id);
            }
            catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
            {
                answer = Answer.Problem(StatusCodes.Status500InternalServerError, "errors/unexpected_error", $"The sandbox has a fault: {error}", entry.Id);
            }

            // A client that waits for `100 Continue` must not be asked for a body that nobody wants.
            if (http.Request.Headers.Expect.Count == 0)
                await entry.DrainAsync(http.RequestAborted);
            entry.Complete(answer.Status);
            await WriteAsync(http.Response, answer);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The client went away: there is nobody to answer.
        }
    }

    private async Task<Answer> AnswerAsync(HttpContext http, RequestEntry entry)
    {
        var path = Route.PathOf(http);
        if (path == "/openapi.yaml" && HttpMethods.IsGet(http.Request.Method))
            return new Answer(StatusCodes.Status200OK, contract.File, "application/yaml");

        var (operations, values) = Route.Find(contract, path);
        if (operations.Count == 0)
            throw new Refusal(Answer.Problem(StatusCodes.Status404NotFound, "errors/resource_not_found", $"Nothing is at {path}.", entry.Id));

        var methods = string.Join(", ", operations.Select(o => o.Method));
        var operation = operations.FirstOrDefault(o => o.Method == http.Request.Method)
            ?? throw new Refusal(Answer.Problem(StatusCodes.Status405MethodNotAllowed, "errors/malformed_request", $"{path} takes {methods}, not {http.Request.Method}.", entry.Id) with { Headers = [("Allow", methods)] });

        var call = new Call(http, entry, operation, values);
        call.Authenticate(options.ApiKeys);
        var parameters = call.ReadParameters();
        var idempotencyKey = options.IgnoreIdempotencyKeys ? null : parameters["Idempotency-Key"]?.GetValue<string>();
        if (operation.Parts.Count > 0)
        {
            var form = await MultipartForm.ReadAsync(call, http.Request.Body, options.KeptBytes);
            return posts.Create(call, idempotencyKey, AccountOf(call, form.Value["account_id"]!.GetValue<string>()), form);
        }

        var (body, bytes) = await call.ReadJsonAsync();
        var account = AccountOf(call, (parameters["account_id"] ?? body["account_id"])!.GetValue<string>());
        if (account.Kind == SandboxAccountKind.Instagram)
        {
            throw call.Refuse(
                ("errors/account_mismatch", 403), $"{account.Id} is an Instagram account: it can publish posts, and nothing else.", "errors/invalid_account", "errors/account_mismatch");
        }

        return operation.Id switch
        {
            "createJob" => jobs.Create(call, idempotencyKey, account, body, bytes),
            "solveJobCheckpoint" => jobs.Solve(call, idempotencyKey, account, parameters["draft_id"]!.GetValue<string>(), body, bytes),
            "search" => search.Search(call, idempotencyKey, account, parameters, body, bytes),
            _ => throw new InvalidOperationException($"The contract has an operation '{operation.Id}' that the sandbox lacks."),
        };
    }

    /// <summary>The linked account with this id, unless the id is one that provokes a failure.</summary>
    private SandboxAccount AccountOf(Call call, string id)
    {
        switch (id)
        {
            case SandboxTriggers.RateLimited:
                throw new Refusal(Answer.Problem(StatusCodes.Status429TooManyRequests, "errors/too_many_requests", "The rate limit of this key is used up.", call.RequestId) with { Headers = [("Retry-After", "1")] });
            case SandboxTriggers.QuickstartEnvelope:
                throw new Refusal(Answer.Json(StatusCodes.Status400BadRequest, new JsonObject
                {
                    ["error"] = new JsonObject { ["code"] = "invalid_parameters", ["message"] = "account_id is one that asks for this envelope.", ["request_id"] = call.RequestId },
                }));
            case SandboxTriggers.GatewayHtml:
                throw new Refusal(new Answer(
                    StatusCodes.Status502BadGateway, Encoding.UTF8.GetBytes("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"), "text/html"));
            case var _ when accounts.TryGetValue(id, out var account):
                return account;
            case var _ when id.StartsWith(SandboxTriggers.ErrorPrefix, StringComparison.Ordinal):
                var type = $"errors/{id[SandboxTriggers.ErrorPrefix.Length..]}";
                throw call.Operation.Errors.ContainsKey(type)
                    ? call.Refuse(type)
                    : new Refusal(Answer.Problem(StatusCodes.Status400BadRequest, "errors/invalid_parameters", $"{call.Operation.Id} does not list {type}.", call.RequestId));
            default:
                throw call.Refuse(("errors/resource_not_found", 404), $"No account {id} is linked here.", "errors/resource_not_found", "errors/wrong_account");
        }
    }

    private static async Task WriteAsync(HttpResponse response, Answer answer)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
            await response.Body.WriteAsync(answer.Body, response.HttpContext.RequestAborted);
    }
}
