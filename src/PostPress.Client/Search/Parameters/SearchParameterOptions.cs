namespace PostPress;

/// <summary>What can be set when ids are looked for. Everything has a default, so it can be left out.</summary>
public sealed class SearchParameterOptions
{
    /// <summary>Gets or sets the most items that are wanted: 1 to 100.</summary>
    /// <value>The default is <see langword="null"/>: PostPress decides, and gives 10. <see cref="SearchClient.FindIdAsync"/> asks for 100, so that it sees every match.</value>
    public int? Limit { get; set; }

    /// <summary>Gets or sets the LinkedIn product whose ids are wanted, for a type that several have: groups, departments, saved searches.</summary>
    /// <value>The default is <see langword="null"/>: PostPress decides.</value>
    public SearchParameterService? Service { get; set; }
}
