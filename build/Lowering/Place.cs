namespace PostPress.Lowering;

/// <summary>Where in the contract something stands: a schema or an operation, perhaps a member of it.</summary>
/// <param name="Kind"><c>schema</c> or <c>operation</c>.</param>
/// <param name="Name">Its name in the contract.</param>
/// <param name="Member">A property or parameter of it, such as <c>property 'id'</c>.</param>
internal sealed record Place(string Kind, string Name, string? Member = null)
{
    public static Place Schema(string name) => new("schema", name);

    public static Place Operation(string name) => new("operation", name);

    public Place Property(string wire) => this with { Member = $"property '{wire}'" };

    public Place Parameter(string wire) => this with { Member = $"parameter '{wire}'" };

    public override string ToString() => Member is null ? $"{Kind} '{Name}'" : $"{Kind} '{Name}', {Member}";

    /// <summary>Turns what goes wrong with a node of another kind than OpenAPI has there into an error with a place.</summary>
    public T WithPlace<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new LoweringException(this, $"is not shaped as OpenAPI 3.1 has it. {exception.Message}");
        }
    }
}

/// <summary>Something in the contract that cannot become C#.</summary>
internal sealed class LoweringException(string message) : Exception(message)
{
    /// <param name="place">Where it stands.</param>
    /// <param name="problem">What is wrong, and what to do.</param>
    public LoweringException(Place place, string problem)
        : this($"{place}: {problem}")
    {
    }
}
