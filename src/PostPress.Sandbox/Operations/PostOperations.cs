using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Operations;

/// <summary><c>createPost</c>: publishes at once and keeps the parts.</summary>
internal sealed partial class PostOperations(SandboxState state, PostPressSandboxOptions options)
{
    // The first post has the id of the example in the documentation.
    private const long FirstPostId = 7332661864792854528;

    // The other content of a post.
    private static readonly string[] ContentParts = ["repost", "attachments", "external_link", "include_job_posting"];

    public SandboxResponse Create(OperationRequest request, string? idempotencyKey, SandboxAccount account, MultipartForm form)
    {
        var text = form.Value["text"]!.GetValue<string>();
        if (form.Value["mentions"] is JsonArray mentions)
        {
            RequireMentions(request, text, mentions.Count);
        }

        RequireSomethingToShow(request, text, form.Value);
        RequireContent(request, form.Parts);

        return state.Once(request, idempotencyKey, request.Fingerprint(form.Identity), () =>
        {
            var number = FirstPostId + state.Posts.Count;
            var id = account switch
            {
                { Id: SandboxTriggers.PostWithoutId } => null,
                { Kind: SandboxAccountKind.Instagram } => number.ToString(CultureInfo.InvariantCulture),
                _ => FormattableString.Invariant($"urn:li:share:{number}"),
            };
            state.Add(new SandboxPost
            {
                Id = id,
                AccountId = account.Id,
                Text = text,
                Mentions = form.Value["mentions"] is { } list ? SandboxState.Freeze(list) : null,
                Parts = form.Parts,
                PublishedAt = options.TimeProvider.GetUtcNow(),
            });
            return SandboxResponse.Json(201, new JsonObject { ["object"] = "PostCreated", ["post_id"] = id });
        });
    }

    /// <summary>Our reading of document 003: a post without content is an error.</summary>
    private static void RequireSomethingToShow(OperationRequest request, string text, JsonObject form)
    {
        if (string.IsNullOrWhiteSpace(text) && !ContentParts.Any(form.ContainsKey))
        {
            throw request.Invalid($"`text` is empty, and there is none of {string.Join(", ", ContentParts.Select(part => $"`{part}`"))}.");
        }
    }

    private static void RequireContent(OperationRequest request, IReadOnlyList<SandboxPart> parts)
    {
        if (parts.FirstOrDefault(part => part is { FileName: not null, Length: 0 }) is { } empty)
        {
            throw request.Invalid($"`{empty.Name}` contains an empty file.");
        }

        if (parts.Any(part => part.Name == "video_thumbnail") && !parts.Any(part => part.Name == "attachments" && CanBeVideo(part)))
        {
            throw request.Invalid("`video_thumbnail` requires a video in the `attachments`.");
        }
    }

    /// <summary>A general media type may be that of a video.</summary>
    private static bool CanBeVideo(SandboxPart part) =>
        part.ContentType is not { } type
        || !(type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/pdf", StringComparison.OrdinalIgnoreCase));

    /// <summary>A placeholder without its mention would appear as braces in the post.</summary>
    private static void RequireMentions(OperationRequest request, string text, int count)
    {
        var beyond = Placeholder().Matches(text).Select(m => m.Groups["index"].Value)
            .FirstOrDefault(index => !int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i) || i >= count);
        if (beyond is not null)
        {
            throw request.Invalid(FormattableString.Invariant($"`text` refers to mention {beyond}, and `mentions` has {count}."));
        }
    }

    [GeneratedRegex(@"\{\{(?<index>[0-9]+)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
