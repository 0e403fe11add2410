using System.Globalization;
using System.Runtime.InteropServices;
using PostPress.Sandbox;
using PostPress.Sandbox.Contract;

if (args is not ([] or [_]) || !int.TryParse(args is [var given] ? given : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var port))
{
    Console.Error.WriteLine("usage: dotnet run --project src/PostPress.Sandbox [-- <port>]");
    return 2;
}

await using var sandbox = await PostPressSandbox.StartAsync(new PostPressSandboxOptions { Port = port });
Console.WriteLine(
    $"""
    PostPress sandbox

      address    {sandbox.BaseAddress}   (the same under /v1/, the contract at /openapi.yaml)
      X-API-KEY  {sandbox.ApiKey}

    Accounts
      {SandboxAccounts.LinkedIn,-44} LinkedIn with Sales Navigator and Recruiter
      {SandboxAccounts.LinkedInClassic,-44} LinkedIn without them
      {SandboxAccounts.Recruiter,-44} posts jobs through Recruiter
      {SandboxAccounts.Instagram,-44} Instagram
      {SandboxAccounts.DocumentationExample,-44} the account of the documentation's examples
      {SandboxAccounts.NoCheckpoint,-44} publishes jobs without a checkpoint

    Checkpoint codes
      {SandboxCodes.Otp,-44} OTP
      {SandboxCodes.EmailToken,-44} EMAIL_VERIFICATION

    Accounts that provoke something
      {SandboxTriggers.RateLimited,-44} 429 with Retry-After
      {SandboxTriggers.QuickstartEnvelope,-44} 400 in the quickstart's envelope
      {SandboxTriggers.GatewayHtml,-44} 502 with an HTML page
      {SandboxTriggers.PostWithoutId,-44} a post without an id
      {SandboxTriggers.UnknownWords,-44} unknown results, members and enum values
      {SandboxTriggers.RepeatedCursor,-44} a cursor that repeats
      {SandboxTriggers.EmptyPage,-44} an empty page with a cursor
    """);
foreach (var error in ApiContract.Embedded.Operations.SelectMany(o => o.Errors.Values.Select(e => (e.Type, e.Status, o.Id))).GroupBy(e => (e.Type, e.Status)).OrderBy(e => e.Key.Status))
{
    Console.WriteLine($"  {SandboxTriggers.AccountFor(error.Key.Type),-44} {error.Key.Status} {string.Join(", ", error.Select(e => e.Id))}");
}

Console.WriteLine("\nCtrl+C ends it.");

var end = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
await end.Task;
return 0;

void End(PosixSignalContext context)
{
    context.Cancel = true;
    end.TrySetResult();
}

/// <summary>Said here, or ASP.NET Core makes it public from .NET 10 on.</summary>
internal sealed partial class Program;
