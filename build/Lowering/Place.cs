namespace PostPress.Lowering;

/// <summary>A location in the contract: a schema or an operation, or a member of it.</summary>
/// <param name="Kind"><c>schema</c> or <c>operation</c>.</param>
/// <param name="Name">The name in the contract.</param>
/// <param name="Member">A property or parameter, such as <c>property 'id'</c>.</param>
internal sealed record Place(string Kind, string Name, string? Member = null)
{
    public static Place Schema(string name) => new("schema", name);

    public static Place Operation(string name) => new("operation", name);

    public Place Property(string wire) => this with { Member = $"property '{wire}'" };

    public Place Parameter(string wire) => this with { Member = $"parameter '{wire}'" };

    public override string ToString() => Member is null ? $"{Kind} '{Name}'" : $"{Kind} '{Name}', {Member}";

    /// <summary>Converts the exception for a node of an unexpected type to an error with a location.</summary>
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

/// <summary>Something in the contract that can't be converted to C#.</summary>
internal sealed class LoweringException(string message) : Exception(message)
{
    /// <param name="place">The location.</param>
    /// <param name="problem">The problem, and how to correct it.</param>
    public LoweringException(Place place, string problem)
        : this($"{place}: {problem}")
    {
    }
}
