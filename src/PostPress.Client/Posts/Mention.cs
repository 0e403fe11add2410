namespace PostPress;

/// <summary>Somebody whom a LinkedIn post mentions. Put it into the interpolated string that <see cref="NewPost.Text"/> is set to.</summary>
public sealed class Mention : IEquatable<Mention>
{
    internal const string LostPerson = "{{mention of a person}}";

    internal const string LostCompany = "{{mention of a company}}";

    private Mention(string profileId, string name, bool isCompany)
    {
        Argument.NotEmpty(profileId, nameof(profileId));
        Argument.NotEmpty(name, nameof(name));
        ProfileId = profileId;
        Name = name;
        IsCompany = isCompany;
    }

    /// <summary>Gets the provider's id.</summary>
    public string ProfileId { get; }

    /// <summary>Gets the name as the post shows it.</summary>
    public string Name { get; }

    /// <summary>Gets whether a company page is mentioned.</summary>
    public bool IsCompany { get; }

    /// <summary>Mentions a person.</summary>
    /// <param name="profileId">The provider's id of the person; it begins with <c>ACo</c> or <c>ADo</c>.</param>
    /// <param name="name">The name as the post shows it.</param>
    /// <returns>The mention.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public static Mention Person(string profileId, string name) => new(profileId, name, isCompany: false);

    /// <summary>Mentions a company page.</summary>
    /// <param name="profileId">The id of the company, a series of digits.</param>
    /// <param name="name">The name as the post shows it.</param>
    /// <returns>The mention.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public static Mention Company(string profileId, string name) => new(profileId, name, isCompany: true);

    /// <inheritdoc/>
    public bool Equals(Mention? other) => other is not null && other.ProfileId == ProfileId && other.Name == Name && other.IsCompany == IsCompany;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Mention);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ProfileId);

    /// <summary>
    /// Says what this is, without the name: texts of posts stay out of logs. The double braces mark a mention that got lost:
    /// a post whose text contains this is not sent.
    /// </summary>
    /// <returns>A text without personal data.</returns>
    public override string ToString() => IsCompany ? LostCompany : LostPerson;
}
