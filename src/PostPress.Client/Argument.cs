using System.Diagnostics.CodeAnalysis;

namespace PostPress;

/// <summary>Checks arguments, in the same way for all target frameworks.</summary>
internal static class Argument
{
    internal static void NotNull([NotNull] object? value, string name)
    {
        if (value is null)
        {
            throw new ArgumentNullException(name);
        }
    }

    internal static void NotEmpty([NotNull] string? value, string name)
    {
        NotNull(value, name);
        if (value.Length == 0)
        {
            throw new ArgumentException($"{name} must not be empty.", name);
        }
    }
}
