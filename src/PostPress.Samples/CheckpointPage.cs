#:sdk Microsoft.NET.Sdk.Web
#:project ../PostPress.Client/PostPress.Client.csproj
#:project ../PostPress.Sandbox/PostPress.Sandbox.csproj
#:property PublishAot=false

// A web application that publishes a job. LinkedIn sends a code to the account's owner, who enters it on a page of this application:
// in a later request, which any instance can handle, because where the publication stands is in a store that all instances share.
//
//   dotnet run CheckpointPage.cs      open http://localhost:5000; it talks to a sandbox in this process
//
// Two instances over one sandbox, in three terminals:
//
//   dotnet run --project ../PostPress.Sandbox 5080
//   export PostPress__ApiKey=pp_test_sandbox PostPress__BaseAddress=http://127.0.0.1:5080/api/v1/ AccountId=acc_linkedin_sandbox
//   dotnet run CheckpointPage.cs -- --urls http://127.0.0.1:5001      start a publication here
//   dotnet run CheckpointPage.cs -- --urls http://127.0.0.1:5002      the same three variables; enter the code here
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using PostPress;
using PostPress.Sandbox;

var builder = WebApplication.CreateBuilder(args);

// Without a key: a sandbox in this process.
await using var sandbox = string.IsNullOrEmpty(builder.Configuration["PostPress:ApiKey"]) ? await PostPressSandbox.StartAsync() : null;
if (sandbox is not null)
{
    builder.Configuration["PostPress:ApiKey"] = sandbox.ApiKey;
    builder.Configuration["PostPress:BaseAddress"] = sandbox.BaseAddress.ToString();
    builder.Configuration["AccountId"] = SandboxAccounts.LinkedIn;
    Console.WriteLine($"No key is configured: this application talks to a sandbox in this process, {sandbox.PageAddress}");
}

var account = builder.Configuration["AccountId"] ?? throw new InvalidOperationException("Set AccountId to the id of a linked account.");
var folder = builder.Configuration["Store"] ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "postpress-checkpoint-page");
builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
builder.Services.AddSingleton(new PublicationStore(folder));

// A form of one instance is posted to another: all of them need the same keys for the antiforgery tokens.
builder.Services.AddDataProtection().SetApplicationName("CheckpointPage").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")));
builder.Services.AddAntiforgery();

var app = builder.Build();
app.UseAntiforgery();

// Everybody who can open these pages can publish: add your authentication and authorization.
var pages = app.MapGroup("").AddEndpointFilter(Page.ShowFailureAsync);

pages.MapGet("/", (HttpContext http, IAntiforgery antiforgery) => Page.Show(http, antiforgery, "Publish a job", "/jobs", $"""
    <input type="hidden" name="id" value="{Guid.NewGuid()}">
    <label>Job title <input name="title" required value="Senior Frontend Engineer"></label>
    <label>Location <input name="location" required value="Berlin, Germany"></label>
    <button>Publish</button>
    """));

// No token of the request is passed to a call: whoever closes the browser must not cut off a publication.
pages.MapPost("/jobs", async ([FromForm] string id, [FromForm] string title, [FromForm] string location, PostPressClient postpress, PublicationStore store) =>
{
    var job = new CreateJobRequest
    {
        AccountId = account,
        JobTitle = new FreeText { Text = title },
        Company = new FreeText { Text = "Acme" },
        Workplace = Workplace.Hybrid,
        Location = await postpress.Search.FindIdAsync(account, SearchParameterType.Location, location),
        Description = "<p>We are hiring.</p>",
    };

    // The form has one id however often it is sent, so there is one draft.
    var draft = await postpress.Jobs.CreateAsync(job, new CallOptions { IdempotencyKey = $"job-form-{id}" });
    using var stored = store.Open(draft.JobId!);
    if (stored.Publication is null)
    {
        stored.Save(await postpress.Jobs.StartPublicationAsync(account, draft, PublishMode.Free));
    }

    return Results.LocalRedirect($"/jobs/{draft.JobId}");
});

pages.MapGet("/jobs/{draftId}", (string draftId, HttpContext http, IAntiforgery antiforgery, PublicationStore store) =>
{
    if (!store.Has(draftId))
    {
        return Results.NotFound();
    }

    using var stored = store.Open(draftId);
    return stored.Publication switch
    {
        null => Results.NotFound(),
        { Status: JobPublicationStatus.Published } => Page.Show(http, antiforgery, "The job is published"),
        { Status: JobPublicationStatus.CodeRequired } publication => AskForCode($"LinkedIn sent a code ({publication.Checkpoint}). Enter it here."),
        { Status: JobPublicationStatus.WrongCode } => AskForCode("The code was wrong. Enter it again."),
        { Status: JobPublicationStatus.StartAgain } publication => StartAgain($"The code can't be used any more ({publication.LastError})."),
        _ => StartAgain("No response came, so the job may be published. Starting again finds out."),
    };

    IResult AskForCode(string message) => Page.Show(http, antiforgery, message, $"/jobs/{draftId}", """
        <label>Code <input name="code" required autofocus autocomplete="one-time-code"></label>
        <button>Submit</button>
        """);

    IResult StartAgain(string message) => Page.Show(http, antiforgery, message, $"/jobs/{draftId}", """
        <input type="hidden" name="code">
        <button>Start again</button>
        """);
});

pages.MapPost("/jobs/{draftId}", async (string draftId, [FromForm] string? code, PostPressClient postpress, PublicationStore store) =>
{
    if (!store.Has(draftId))
    {
        return Results.NotFound();
    }

    // Open while the code is on its way: a code that is sent twice is wrong the second time.
    using var stored = store.Open(draftId);
    if (stored.Publication is { Status: JobPublicationStatus.StartAgain or JobPublicationStatus.Unknown } ended)
    {
        stored.Save(await postpress.Jobs.StartPublicationAsync(ended));
    }
    else if (stored.Publication is { } publication && !string.IsNullOrWhiteSpace(code))
    {
        stored.Save(await postpress.Jobs.SubmitCodeAsync(publication, code.Trim()));
    }

    return Results.LocalRedirect($"/jobs/{draftId}");
});

await app.RunAsync();

/// <summary>
/// Where each publication stands, in a folder that all instances see. In your application it is a table with a row for each draft,
/// and an open publication is a locked row.
/// </summary>
internal sealed class PublicationStore(string folder)
{
    public bool Has(string draftId) => File.Exists(FileOf(draftId));

    /// <summary>Opens the publication of a draft for one request; an <see cref="IOException"/> says that another one has it open.</summary>
    public StoredPublication Open(string draftId)
    {
        Directory.CreateDirectory(folder);
        return new StoredPublication(new FileStream(FileOf(draftId), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    private string FileOf(string draftId) => Path.Combine(folder, Uri.EscapeDataString(draftId) + ".json");
}

/// <summary>A publication that is open. It has no code and no key.</summary>
internal sealed class StoredPublication(FileStream file) : IDisposable
{
    /// <summary>Where the publication stands; null if it was not started.</summary>
    public JobPublication? Publication { get; private set; } = file.Length == 0 ? null : JsonSerializer.Deserialize<JobPublication>(file);

    public void Save(JobPublication publication)
    {
        Publication = publication;
        file.SetLength(0);
        JsonSerializer.Serialize(file, publication);
    }

    public void Dispose() => file.Dispose();
}

internal static class Page
{
    private const string Style = "body { font: 1rem system-ui; max-width: 30rem; margin: 3rem auto; padding: 0 1rem } label, input { display: block; margin: .5rem 0 }";

    /// <summary>A page with a form, or without one.</summary>
    public static IResult Show(HttpContext http, IAntiforgery antiforgery, string message, string? action = null, string fields = "")
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return Html(message, action is null ? "" : $"""
            <form method="post" action="{HtmlEncoder.Default.Encode(action)}">
            <input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">
            {fields}
            </form>
            """);
    }

    /// <summary>A failure as a page. What is stored is as before, so the person can go back and send the form again.</summary>
    public static async ValueTask<object?> ShowFailureAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (IOException)
        {
            return Html("Another request is being handled. Load this page again in a moment.", "", StatusCodes.Status409Conflict);
        }
        catch (Exception e) when (e is PostPressException or ArgumentException)
        {
            return Html(e.Message, "", StatusCodes.Status502BadGateway);
        }
    }

    private static IResult Html(string message, string form, int status = StatusCodes.Status200OK) => Results.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <meta name="viewport" content="width=device-width">
        <title>Publish a job</title>
        <style>{Style}</style>
        <h1>{HtmlEncoder.Default.Encode(message)}</h1>
        {form}
        </html>
        """,
        "text/html; charset=utf-8",
        statusCode: status);
}
