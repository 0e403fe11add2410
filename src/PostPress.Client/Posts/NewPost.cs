namespace PostPress;

/// <summary>A post to be published on LinkedIn or Instagram. What is null is not sent.</summary>
public sealed class NewPost
{
    /// <summary>Gets or sets the id of the linked account that publishes.</summary>
    public required string AccountId { get; set; }

    /// <summary>
    /// Gets or sets the text; a plain string will do. Put a <see cref="Mention"/> into an interpolated string for LinkedIn,
    /// <c>@username</c> for Instagram. The empty string is for a post that has something else to show: a repost, a file, a
    /// link or a job posting. Null is refused.
    /// </summary>
    public required PostText Text { get; set; }

    /// <summary>Gets or sets the media of the post, in order. LinkedIn takes images of up to 6012 × 6012 pixels. An empty file is refused.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public IList<Attachment>? Attachments { get; set; }

    /// <summary>Gets or sets a thumbnail for an attached video. Without a video it is refused.</summary>
    /// <value>The default is <see langword="null"/>: the provider chooses one.</value>
    public Attachment? VideoThumbnail { get; set; }

    /// <summary>Gets or sets the id of the LinkedIn post that this one reposts.</summary>
    /// <value>The default is <see langword="null"/>: it is no repost.</value>
    public string? Repost { get; set; }

    /// <summary>Gets or sets the id of a job posting that LinkedIn shows as a preview card.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? IncludeJobPosting { get; set; }

    /// <summary>
    /// Gets or sets a URL that LinkedIn shows as a preview card; it begins with <c>http://</c> or <c>https://</c>. If the text
    /// does not contain it, PostPress appends it there.
    /// </summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? ExternalLink { get; set; }

    /// <summary>Gets or sets the id of a LinkedIn organization that the account administers, to publish in its name.</summary>
    /// <value>The default is <see langword="null"/>: the account publishes for itself.</value>
    public string? AsOrganization { get; set; }

    /// <summary>Gets or sets the location that Instagram tags.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? Location { get; set; }
}
