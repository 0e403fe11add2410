using System.Text;

namespace PostPress.Sandbox.Page;

/// <summary>A request as a curl command for a shell. The key is an environment variable, and files are their names.</summary>
internal static class CurlCommand
{
    private const string NextLine = " \\\n  ";

    // The headers that the API reads. curl sets the others itself.
    private static readonly string[] Kept = ["Content-Type", "Idempotency-Key"];

    public static string For(SandboxRequest request, string url, string? body, Masking masking)
    {
        var command = new StringBuilder($"curl -X {Quoted(request.Method)} {Quoted(url)}");
        if (request.KeyHash is not null)
        {
            command.Append(NextLine).Append("-H \"X-API-KEY: $POSTPRESS_API_KEY\"");
        }

        var isForm = request.Parts.Count > 0;
        foreach (var (name, value) in request.Headers)
        {
            // curl creates the boundary of a form.
            if (Kept.Contains(name, StringComparer.OrdinalIgnoreCase) && !(isForm && name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            {
                command.Append(NextLine).Append("-H ").Append(Quoted($"{name}: {masking.Value(name, value)}"));
            }
        }

        foreach (var part in request.Parts)
        {
            var name = masking.Text(part.Name);
            command.Append(NextLine).Append(part.FileName is null
                // Unlike -F, it sends texts that begin with @ or < unchanged.
                ? $"--form-string {Quoted($"{name}={PageData.TextOf(part, masking)}")}"
                : $"-F {Quoted($"{name}=@{FileName(masking.Text(part.FileName))}{(part.ContentType is null ? "" : $";type={masking.Text(part.ContentType)}")}")}");
        }

        if (!isForm && request.Body.Length < request.BodyLength)
        {
            command.Append(NextLine).Append("--data-binary @body");
        }
        else if (!isForm && !string.IsNullOrEmpty(body))
        {
            command.Append(NextLine).Append("--data-raw ").Append(Quoted(body));
        }

        return command.ToString();
    }

    /// <summary>The name in the quotes of curl, so that a comma or semicolon does not end it.</summary>
    private static string FileName(string name) => $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>The text as one word of a shell. Control characters are replaced, because they could act on a terminal.</summary>
    private static string Quoted(string text) =>
        $"'{string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '?' : c)).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
