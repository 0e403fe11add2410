using System.Diagnostics.CodeAnalysis;

namespace PostPress;

/// <summary>
/// A LinkedIn company page, by its id. LinkedIn writes it <c>urn:li:company:9374000</c> or
/// <c>urn:li:organization:9374000</c> and means the same page, so both are equal here.
/// </summary>
public sealed class CompanyUrn : IEquatable<CompanyUrn>
{
    private const string CompanyPrefix = "urn:li:company:";
    private const string OrganizationPrefix = "urn:li:organization:";

    private CompanyUrn(string id) => Id = id;

    /// <summary>Gets the id of the page, which is digits only: <c>9374000</c>.</summary>
    public string Id { get; }

    /// <summary>Reads a URN of either form, or the id alone, which is what LinkedIn has customers look up.</summary>
    /// <param name="text"><c>urn:li:company:9374000</c>, <c>urn:li:organization:9374000</c> or <c>9374000</c>.</param>
    /// <returns>The company page.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">It is none of these; the message says which part is wrong, without repeating it.</exception>
    public static CompanyUrn Parse(string text)
    {
        Argument.NotNull(text, nameof(text));

        return FindProblem(text, out var id) is { } problem ? throw new FormatException(problem) : new CompanyUrn(id);
    }

    /// <summary>Reads what <see cref="Parse"/> reads, without an exception.</summary>
    /// <param name="text">The text; null is refused like any other text that is no company page.</param>
    /// <param name="urn">The company page, or null.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CompanyUrn? urn)
    {
        urn = text is not null && FindProblem(text, out var id) is null ? new CompanyUrn(id) : null;
        return urn is not null;
    }

    /// <summary>Makes the <see cref="CreateJobRequest.Company"/> that names this page; PostPress wants the id alone.</summary>
    /// <returns>The id.</returns>
    public ResolvedId ToResolvedId() => new() { Id = Id };

    /// <summary>Writes the page as LinkedIn's <c>company</c> member wants it.</summary>
    /// <returns>Such as <c>urn:li:company:9374000</c>.</returns>
    public override string ToString() => CompanyPrefix + Id;

    /// <summary>Writes the page in the other form.</summary>
    /// <returns>Such as <c>urn:li:organization:9374000</c>.</returns>
    public string ToOrganizationString() => OrganizationPrefix + Id;

    /// <inheritdoc/>
    public bool Equals(CompanyUrn? other) => other is not null && other.Id == Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CompanyUrn);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>Says what is wrong with a text, or nothing. What stands in it is never repeated: it can be anything.</summary>
    internal static string? FindProblem(string text, out string id)
    {
        var prefix = Array.Find([CompanyPrefix, OrganizationPrefix], p => text.StartsWith(p, StringComparison.Ordinal)) ?? "";
        id = text.Substring(prefix.Length);
        if (id.Length > 0 && id.All(c => c is >= '0' and <= '9'))
        {
            return null;
        }

        var wrong = prefix.Length > 0 ? $"what follows {prefix} has to be digits only"
            : text.StartsWith("urn:li:", StringComparison.Ordinal) ? "it is a LinkedIn URN, but neither that of a company nor of an organization"
            : text.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? "it is a web address, and what identifies a page is its id"
            : "it is neither digits only nor does it begin with urn:li:company: or urn:li:organization:";
        return $"This names no LinkedIn company page: {wrong}. Give urn:li:company:9374000, urn:li:organization:9374000, or the id alone, 9374000; without an id, give the company's name in its place.";
    }
}
