using System.Text.RegularExpressions;

namespace PostPress.Distributor.Hosting;

/// <summary>The form of an id that the caller chooses: it becomes a part of addresses, idempotency keys and log lines.</summary>
public static partial class Ids
{
    public const string Wanted = "1 to 80 letters, digits, '.', '_' or '-'.";

    public static bool IsOne(string? id) => id is not null && Form().IsMatch(id);

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,80}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
