using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PostPress.Sandbox.Page;

/// <summary>The text of a post as its readers see it: with the names of mentions, and with links.</summary>
internal static partial class PostText
{
    // A megabyte of text is accepted, but too much to show.
    private const int MaxShown = 10_000;

    /// <summary>The pieces in order, each with <c>text</c>. A mention also has <c>mention</c>, its id, and a link has <c>link</c>.</summary>
    public static JsonArray PiecesOf(SandboxPost post, Masking masking)
    {
        var pieces = new JsonArray();
        // The text is masked as a whole: in pieces, or truncated, a key could be missed.
        var text = PageData.Shortened(masking.Text(WithLink(post)), MaxShown);
        var at = 0;
        foreach (Match match in Special().Matches(text))
        {
            Plain(text[at..match.Index]);
            at = match.Index + match.Length;
            if (MentionOf(post, match.Groups["index"].Value) is { } mention)
            {
                pieces.Add(new JsonObject { ["text"] = masking.Text(mention.Name), ["mention"] = masking.Text(mention.Id) });
            }
            else if (match.Groups["link"].Success)
            {
                pieces.Add(new JsonObject { ["text"] = match.Value, ["link"] = match.Value });
            }
            else
            {
                Plain(match.Value);
            }
        }

        Plain(text[at..]);
        return pieces;

        void Plain(string piece)
        {
            if (piece.Length > 0)
            {
                pieces.Add(new JsonObject { ["text"] = piece });
            }
        }
    }

    /// <summary>Appends the link of the preview card if the text does not contain it.</summary>
    private static string WithLink(SandboxPost post) =>
        post.Parts.FirstOrDefault(p => p.Name == "external_link")?.Text is { Length: > 0 } link && !post.Text.Contains(link, StringComparison.Ordinal)
            ? $"{post.Text}{(post.Text.Length > 0 ? "\n" : "")}{link}"
            : post.Text;

    private static (string Name, string Id)? MentionOf(SandboxPost post, string index) =>
        post.Mentions is { } mentions
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
        && i < mentions.GetArrayLength()
        && mentions[i] is var mention
        && mention.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
        && mention.TryGetProperty("profile_id", out var id) && id.ValueKind == JsonValueKind.String
            ? (name.GetString()!, id.GetString()!)
            : null;

    [GeneratedRegex(@"\{\{(?<index>[0-9]+)\}\}|(?<link>https?://[^\s<>""]*[^\s<>"".,;:!?()'])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Special();
}
