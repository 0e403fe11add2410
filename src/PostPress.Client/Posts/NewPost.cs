namespace PostPress;

/// <summary>A post for LinkedIn or Instagram. Properties that are null are not sent.</summary>
public sealed class NewPost
{
    /// <summary>Gets or sets the id of the linked account that publishes the post.</summary>
    public required string AccountId { get; set; }

    /// <summary>
    /// Gets or sets the text, as a string. To mention somebody on LinkedIn, use a <see cref="Mention"/> in an interpolated
    /// string; on Instagram, write <c>@username</c>. An empty string requires a repost, a file, a link or a job posting. Null is
    /// not allowed.
    /// </summary>
    public required PostText Text { get; set; }

    /// <summary>Gets or sets the media of the post, in order. LinkedIn accepts images of up to 6012 × 6012 pixels. An empty file is a violation.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public IList<Attachment>? Attachments { get; set; }

    /// <summary>Gets or sets a thumbnail for an attached video. A thumbnail without a video is a violation.</summary>
    /// <value>The default is <see langword="null"/>: the provider chooses one.</value>
    public Attachment? VideoThumbnail { get; set; }

    /// <summary>Gets or sets the id of the LinkedIn post that this one reposts.</summary>
    /// <value>The default is <see langword="null"/>: the post is not a repost.</value>
    public string? Repost { get; set; }

    /// <summary>Gets or sets the id of a job posting that LinkedIn shows as a preview card.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? IncludeJobPosting { get; set; }

    /// <summary>
    /// Gets or sets a URL that LinkedIn shows as a preview card; it begins with <c>http://</c> or <c>https://</c>. If the text
    /// does not contain it, PostPress appends it to the text.
    /// </summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? ExternalLink { get; set; }

    /// <summary>Gets or sets the id of a LinkedIn organization that the account administers, to publish in its name.</summary>
    /// <value>The default is <see langword="null"/>: the post is published in the name of the account.</value>
    public string? AsOrganization { get; set; }

    /// <summary>Gets or sets the location tag on Instagram.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Location { get; set; }
}
