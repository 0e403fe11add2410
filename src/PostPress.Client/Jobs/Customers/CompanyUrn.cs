using System.Diagnostics.CodeAnalysis;

namespace PostPress;

/// <summary>
/// The id of a LinkedIn company page. LinkedIn writes it as <c>urn:li:company:9374000</c> or
/// <c>urn:li:organization:9374000</c>. Both are the same page, so both are equal here.
/// </summary>
public sealed class CompanyUrn : IEquatable<CompanyUrn>
{
    private const string CompanyPrefix = "urn:li:company:";
    private const string OrganizationPrefix = "urn:li:organization:";

    private CompanyUrn(string id) => Id = id;

    /// <summary>Gets the id of the page, in digits: <c>9374000</c>.</summary>
    public string Id { get; }

    /// <summary>Parses a URN in either form, or the id alone, which customers find on LinkedIn.</summary>
    /// <param name="text"><c>urn:li:company:9374000</c>, <c>urn:li:organization:9374000</c> or <c>9374000</c>.</param>
    /// <returns>The company page.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text is none of these. The message says what is wrong; it doesn't contain the text.</exception>
    public static CompanyUrn Parse(string text)
    {
        Argument.NotNull(text, nameof(text));

        return FindProblem(text, out var id) is { } problem ? throw new FormatException(problem) : new CompanyUrn(id);
    }

    /// <summary>Parses a text like <see cref="Parse"/>, without an exception.</summary>
    /// <param name="text">The text. Null is not a company page.</param>
    /// <param name="urn">The company page, or null.</param>
    /// <returns>Whether the text is a company page.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CompanyUrn? urn)
    {
        urn = text is not null && FindProblem(text, out var id) is null ? new CompanyUrn(id) : null;
        return urn is not null;
    }

    /// <summary>Creates the <see cref="CreateJobRequest.Company"/> for this page. PostPress takes the id alone.</summary>
    /// <returns>The id.</returns>
    public ResolvedId ToResolvedId() => new() { Id = Id };

    /// <summary>Returns the URN in the form of LinkedIn's <c>company</c> member.</summary>
    /// <returns>A URN such as <c>urn:li:company:9374000</c>.</returns>
    public override string ToString() => CompanyPrefix + Id;

    /// <summary>Returns the URN in the other form.</summary>
    /// <returns>A URN such as <c>urn:li:organization:9374000</c>.</returns>
    public string ToOrganizationString() => OrganizationPrefix + Id;

    /// <inheritdoc/>
    public bool Equals(CompanyUrn? other) => other is not null && other.Id == Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CompanyUrn);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>Describes what is wrong with a text; null if it is valid. The description doesn't contain the text, which can be anything.</summary>
    internal static string? FindProblem(string text, out string id)
    {
        var prefix = Array.Find([CompanyPrefix, OrganizationPrefix], p => text.StartsWith(p, StringComparison.Ordinal)) ?? "";
        id = text.Substring(prefix.Length);
        if (id.Length > 0 && id.All(c => c is >= '0' and <= '9'))
        {
            return null;
        }

        var wrong = prefix.Length > 0 ? $"only digits may follow {prefix}"
            : text.StartsWith("urn:li:", StringComparison.Ordinal) ? "it is a LinkedIn URN, but not of a company or an organization"
            : text.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? "it is a web address, but a page is identified by its id"
            : "it must be digits, or begin with urn:li:company: or urn:li:organization:";
        return $"The text is not the id of a LinkedIn company page: {wrong}. Use urn:li:company:9374000, urn:li:organization:9374000 or 9374000. If there is no id, use the name of the company instead.";
    }
}
