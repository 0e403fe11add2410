using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Page;

/// <summary>The page at <c>/</c> and its data at <c>/_sandbox/</c>. Requests of the page are not logged.</summary>
internal sealed class SandboxPage
{
    private const string DataPath = "/_sandbox/";
    private const int MaxBodyBytes = 4096;

    // Whoever presses a button in a loop must not fill the memory.
    private const int MaxFaults = 100;

    private static readonly Lazy<string> Html = new(() =>
    {
        using var stream = typeof(SandboxPage).Assembly.GetManifestResourceStream("page.html")!;
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    });

    private readonly SandboxServer _server;
    private readonly PostPressSandboxOptions _options;
    private readonly PageData _data;
    private readonly PageGuard _guard = new();

    public SandboxPage(SandboxServer server, PostPressSandboxOptions options)
    {
        _server = server;
        _options = options;
        _data = new PageData(server, options, new Masking(options.ApiKeys));
    }

    /// <summary>Sets what is known after the sandbox has started: the address of the API, and the network faults, if there are any.</summary>
    public void Open(Uri apiAddress, SandboxFaults? faults)
    {
        _data.Faults = faults;
        _data.ApiAddress = apiAddress;
    }

    /// <summary>Whether a request is for the page. For <c>/</c>, a client that doesn't accept HTML gets the 404 of the API.</summary>
    public static bool IsFor(string method, string path, string? accept) =>
        path.StartsWith(DataPath, StringComparison.Ordinal)
        || (path == "/" && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) && accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await RespondAsync(http);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The browser disconnected.
        }
    }

    private async Task RespondAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        var path = Route.PathOf(http);
        var method = HttpMethods.IsHead(http.Request.Method) ? HttpMethods.Get : http.Request.Method;
        if (_guard.WhyNot(http.Request) is { } reason)
        {
            await WriteAsync(http, Problem(StatusCodes.Status403Forbidden, reason));
            return;
        }

        await WriteAsync(http, path == "/" ? Page(http) : (method, path[DataPath.Length..].Split('/')) switch
        {
            ("GET", ["facts"]) => SandboxResponse.Json(200, _data.Facts()),
            ("GET", ["state"]) => SandboxResponse.Json(200, _data.State()),
            ("GET", ["requests", var id]) when _data.Details(id) is { } details => SandboxResponse.Json(200, details),
            ("GET", ["posts", var post, "parts", var part]) when Image(post, part) is { } image => image,
            ("POST", ["reset"]) => Reset(),
            ("POST", ["failures"]) => await FailNextAsync(http),
            ("DELETE", ["failures"]) => ForgetFailures(),
            ("POST", ["jobs", var id, "expire"]) => Expire(id),
            _ => Problem(StatusCodes.Status404NotFound, $"There is no endpoint at {path}."),
        });
    }

    private SandboxResponse Page(HttpContext http)
    {
        // Allows only the style and script of the page, even if a text becomes markup by mistake.
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        var html = Html.Value.Replace("{{nonce}}", nonce, StringComparison.Ordinal).Replace("{{token}}", _guard.Token, StringComparison.Ordinal);
        return new SandboxResponse(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");
    }

    private SandboxResponse? Image(string post, string part) =>
        int.TryParse(post, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
        && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && _server.State.Posts.ElementAtOrDefault(p)?.Parts.ElementAtOrDefault(n) is { } file
        && PageImage.TypeOf(file) is { } type
            ? new SandboxResponse(StatusCodes.Status200OK, file.Content, type)
            : null;

    private SandboxResponse Reset()
    {
        _data.Faults?.ForgetNext();
        _server.Reset();
        return Done();
    }

    private SandboxResponse ForgetFailures()
    {
        _data.Faults?.ForgetNext();
        _server.NextFailures.Clear();
        return Done();
    }

    private SandboxResponse Expire(string jobId) => _server.State.Expire(jobId, _options.TimeProvider.GetUtcNow())
        ? Done()
        : Problem(StatusCodes.Status409Conflict, $"Job {jobId} has no checkpoint.");

    private async Task<SandboxResponse> FailNextAsync(HttpContext http)
    {
        var body = new byte[MaxBodyBytes];
        var length = await http.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, http.RequestAborted);
        try
        {
            var asked = JsonNode.Parse(body.AsSpan(0, length)) as JsonObject;
            var operation = asked?["operation"]?.GetValue<string>();
            var added = (asked?["account"]?.GetValue<string>(), asked?["fault"]?.GetValue<string>()) switch
            {
                ({ } account, null) => _server.NextFailures.Add(operation, account),
                (null, { } fault) => AddFault(operation, fault),
                _ => false,
            };
            return added ? Done() : Problem(StatusCodes.Status400BadRequest, "The failure is unknown.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return Problem(StatusCodes.Status400BadRequest, "The body must be an object with `operation`, and `account` or `fault`.");
        }
    }

    private bool AddFault(string? operation, string name)
    {
        if (_data.Faults is not { } faults
            || NetworkFaults.Offered.FirstOrDefault(f => f.Fault.Name == name) is not { } offered
            || (operation is not null && ApiContract.Embedded.Operations.All(o => o.Id != operation)))
        {
            return false;
        }

        if (faults.Pending.Count < MaxFaults)
        {
            faults.Next(offered.Fault, operation);
        }

        return true;
    }

    private static SandboxResponse Done() => SandboxResponse.Json(StatusCodes.Status200OK, new JsonObject());

    private static SandboxResponse Problem(int status, string detail) => SandboxResponse.Json(status, new JsonObject { ["status"] = status, ["detail"] = detail });

    private static async Task WriteAsync(HttpContext http, SandboxResponse response)
    {
        http.Response.StatusCode = response.Status;
        http.Response.ContentType = response.ContentType;
        http.Response.ContentLength = response.Body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(response.Body, http.RequestAborted);
        }
    }
}
