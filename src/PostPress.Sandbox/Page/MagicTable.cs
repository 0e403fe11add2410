using PostPress.Sandbox.Contract;

namespace PostPress.Sandbox.Page;

/// <summary>A magic value and its effect.</summary>
internal sealed record MagicValue(string Value, string Meaning);

/// <summary>The magic values of a sandbox, for the page and for the terminal.</summary>
internal static class MagicTable
{
    public static IReadOnlyList<(string Title, IReadOnlyList<MagicValue> Values)> For(PostPressSandboxOptions options, ApiContract contract) =>
    [
        ("Accounts", [.. options.Accounts.Select(a => new MagicValue(a.Id, MeaningOf(a)))]),
        ("Checkpoint codes", [new(SandboxCodes.Otp, "OTP"), new(SandboxCodes.EmailToken, "EMAIL_VERIFICATION")]),
        ("Accounts that behave differently",
        [
            new(SandboxTriggers.PostWithoutId, "a post without an id"),
            new(SandboxTriggers.UnknownWords, "unknown results, members, enum values"),
            new(SandboxTriggers.RepeatedCursor, "a cursor that repeats"),
            new(SandboxTriggers.EmptyPage, "an empty page with a cursor"),
        ]),
        ("Accounts that make a call fail",
        [
            new(SandboxTriggers.RateLimited, "429 with Retry-After"),
            new(SandboxTriggers.QuickstartEnvelope, "400 in the quickstart's envelope"),
            new(SandboxTriggers.GatewayHtml, "502 with an HTML page"),
            .. contract.Operations
                .SelectMany(o => o.Errors.Values.Select(e => (e.Type, e.Status, o.Id)))
                .GroupBy(e => e.Type, StringComparer.Ordinal)
                .OrderBy(group => group.Min(e => e.Status))
                .Select(group => new MagicValue(
                    SandboxTriggers.AccountFor(group.Key),
                    string.Join("; ", group.GroupBy(e => e.Status).OrderBy(e => e.Key).Select(e => FormattableString.Invariant($"{e.Key} {Named(contract, [.. e.Select(x => x.Id)])}"))))),
        ]),
    ];

    private static string MeaningOf(SandboxAccount account) => account.Kind switch
    {
        SandboxAccountKind.LinkedIn when account.SkipsCheckpoints => "LinkedIn, no checkpoint for jobs",
        SandboxAccountKind.LinkedIn when account.Id == SandboxAccounts.DocumentationExample => "LinkedIn, from the documentation",
        SandboxAccountKind.LinkedIn => "LinkedIn, Sales Navigator, Recruiter",
        SandboxAccountKind.LinkedInClassic => "LinkedIn only",
        SandboxAccountKind.Recruiter => "LinkedIn, jobs through Recruiter",
        _ => "Instagram",
    };

    /// <summary>The operations as a short text.</summary>
    private static string Named(ApiContract contract, List<string> operations)
    {
        var others = contract.Operations.Select(o => o.Id).Except(operations, StringComparer.Ordinal).ToList();
        return others.Count switch
        {
            0 => "any operation",
            1 => $"any but {others[0]}",
            _ => string.Join(", ", operations),
        };
    }
}
