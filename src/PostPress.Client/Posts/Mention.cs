namespace PostPress;

/// <summary>A mention of a person or a company in a LinkedIn post. Use it in the interpolated string of <see cref="NewPost.Text"/>.</summary>
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

    /// <summary>Gets the id of the person or company at the provider.</summary>
    public string ProfileId { get; }

    /// <summary>Gets the name that the post shows.</summary>
    public string Name { get; }

    /// <summary>Gets whether it is a mention of a company page.</summary>
    public bool IsCompany { get; }

    /// <summary>Creates a mention of a person.</summary>
    /// <param name="profileId">The id of the person at the provider. It begins with <c>ACo</c> or <c>ADo</c>.</param>
    /// <param name="name">The name that the post shows.</param>
    /// <returns>The mention.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty.</exception>
    public static Mention Person(string profileId, string name) => new(profileId, name, isCompany: false);

    /// <summary>Creates a mention of a company page.</summary>
    /// <param name="profileId">The id of the company, in digits.</param>
    /// <param name="name">The name that the post shows.</param>
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
    /// Returns a placeholder without the name, because texts of posts must not appear in logs. A post whose text contains the
    /// placeholder is refused: the mention was converted to a string by mistake.
    /// </summary>
    /// <returns>A text without personal data.</returns>
    public override string ToString() => IsCompany ? LostCompany : LostPerson;
}
