using Part = PostPress.Operations.CreatePostOperation.Parts;

namespace PostPress;

/// <summary>Checks the rules between the parts of a post. They are our reading of document 003.</summary>
internal static class PostRules
{
    internal static void Check(ref RequestCheck check, NewPost post)
    {
        var text = post.Text.Text;
        if (string.IsNullOrWhiteSpace(text) && string.IsNullOrEmpty(post.Repost) && post.Attachments is not { Count: > 0 } && string.IsNullOrEmpty(post.ExternalLink) && string.IsNullOrEmpty(post.IncludeJobPosting))
        {
            check.Add(Part.Text, "is empty or white space, and the post has no other content; set NewPost.Text, or add a repost, an attachment, a link or a job posting", nameof(NewPost.Text));
        }

        if (text.Contains(Mention.LostPerson) || text.Contains(Mention.LostCompany))
        {
            check.Add(Part.Text, "contains a Mention that was converted to a string; set NewPost.Text to the interpolated string itself, or use PostText.From", nameof(NewPost.Text));
        }

        CheckMentionIndexes(ref check, text, post.Text.Mentions.Count);
        CheckFiles(ref check, post);
    }

    /// <summary>A <c>{{n}}</c> in the text refers to an entry of <c>mentions</c>. Without the entry, LinkedIn would show the braces.</summary>
    private static void CheckMentionIndexes(ref RequestCheck check, string text, int mentions)
    {
        for (var at = text.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = text.IndexOf("{{", at + 1, StringComparison.Ordinal))
        {
            var end = at + 2;
            var index = 0;
            while (end < text.Length && text[end] is >= '0' and <= '9')
            {
                // The cap prevents an overflow.
                index = Math.Min((index * 10) + (text[end] - '0'), 1_000_000);
                end++;
            }

            if (end > at + 2 && index >= mentions && string.CompareOrdinal(text, end, "}}", 0, 2) == 0)
            {
                check.Add(Part.Text, FormattableString.Invariant($"contains a number in double braces for which there is no mention (mentions: {mentions}); put the Mention into the interpolated string, or put a space between the braces"), nameof(NewPost.Text));
                return;
            }
        }
    }

    private static void CheckFiles(ref RequestCheck check, NewPost post)
    {
        for (var i = 0; i < post.Attachments?.Count; i++)
        {
            if (post.Attachments[i].Length == 0)
            {
                check.Add(FormattableString.Invariant($"{Part.Attachments}[{i}]"), "is an empty file", FormattableString.Invariant($"{nameof(NewPost.Attachments)}[{i}]"));
            }
        }

        if (post.VideoThumbnail is { } thumbnail)
        {
            if (thumbnail.Length == 0)
            {
                check.Add(Part.VideoThumbnail, "is an empty file", nameof(NewPost.VideoThumbnail));
            }

            if (post.Attachments?.Any(CanBeVideo) != true)
            {
                check.Add(Part.VideoThumbnail, "needs a video among the attachments; attach one, or set NewPost.VideoThumbnail to null", nameof(NewPost.VideoThumbnail));
            }
        }
    }

    /// <summary>A general media type may be that of a video.</summary>
    private static bool CanBeVideo(Attachment attachment) =>
        !attachment.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
        && !attachment.ContentType.StartsWith("application/pdf", StringComparison.OrdinalIgnoreCase);
}
