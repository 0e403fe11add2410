using PostPress.Content;
using PostPress.Validation;
using Part = PostPress.Operations.CreatePostOperation.Parts;

namespace PostPress;

/// <summary>Creates the multipart parts of a post: absent properties have none, all files have the same name, and all mentions are one JSON part.</summary>
internal static class PostParts
{
    internal static IReadOnlyList<FormDataPart> Of(NewPost post)
    {
        if (string.IsNullOrEmpty(post.AccountId))
        {
            throw new ArgumentException("NewPost.AccountId is required. Set it to the id of the linked account that publishes the post.", nameof(post));
        }

        if (post.Text is null)
        {
            throw new ArgumentException("NewPost.Text is required. Use an empty string for a repost without a comment.", nameof(post));
        }

        var parts = new List<FormDataPart>
        {
            FormDataPart.Text(Part.AccountId, post.AccountId),
            FormDataPart.Text(Part.Text, post.Text.Text),
        };
        AddText(parts, Part.Repost, post.Repost);
        AddText(parts, Part.IncludeJobPosting, post.IncludeJobPosting);
        AddText(parts, Part.ExternalLink, post.ExternalLink);
        AddText(parts, Part.AsOrganization, post.AsOrganization);
        AddText(parts, Part.Location, post.Location);
        if (MentionsOf(post) is { } mentions)
        {
            parts.Add(FormDataPart.Json(Part.Mentions, mentions, CreatePostOperation.WriteMentions));
        }

        foreach (var attachment in post.Attachments ?? [])
        {
            if (attachment is null)
            {
                throw new ArgumentException("NewPost.Attachments contains null.", nameof(post));
            }

            attachment.CheckUnused();
            parts.Add(FormDataPart.File(Part.Attachments, attachment));
        }

        if (post.VideoThumbnail is not null)
        {
            post.VideoThumbnail.CheckUnused();
            parts.Add(FormDataPart.File(Part.VideoThumbnail, post.VideoThumbnail));
        }

        return parts;
    }

    /// <exception cref="InvalidRequestException">The post violates the contract.</exception>
    internal static void Check(NewPost post, string? idempotencyKey)
    {
        var check = default(RequestCheck);
        CreatePostOperation.CheckRequest(
            ref check,
            post.AccountId,
            post.Text.Text,
            post.Attachments?.Count,
            post.VideoThumbnail,
            post.Repost,
            post.IncludeJobPosting,
            MentionsOf(post),
            post.ExternalLink,
            post.AsOrganization,
            post.Location,
            idempotencyKey);
        PostRules.Check(ref check, post);
        check.ThrowIfBroken(CreatePostOperation.Id);
    }

    internal static IEnumerable<string?> Secrets(NewPost post) =>
    [
        post.Text.Text,
        .. post.Text.Mentions.Select(mention => mention.Name),
        .. (post.Attachments ?? []).Select(attachment => attachment.FileName),
        post.VideoThumbnail?.FileName,
    ];

    private static List<PostMention>? MentionsOf(NewPost post) => post.Text.Mentions.Count == 0
        ? null
        : post.Text.Mentions.Select(m => new PostMention { Name = m.Name, ProfileId = m.ProfileId, IsCompany = m.IsCompany }).ToList();

    private static void AddText(List<FormDataPart> parts, string name, string? value)
    {
        if (value is not null)
        {
            parts.Add(FormDataPart.Text(name, value));
        }
    }
}
