using System.Globalization;
using System.Runtime.InteropServices;

namespace PostPress;

/// <summary>Builds the path and the query of a request, relative to the base address: <c>linkedin/search?limit=10</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RequestPath()
{
    // Most paths have at most three pieces. They are concatenated once.
    private string _first = "";
    private string _second = "";
    private string _third = "";
    private int _pieces;
    private bool _hasQuery;

    /// <summary>Adds a constant part of the path.</summary>
    public RequestPath Text(string text)
    {
        Add(text);
        return this;
    }

    /// <summary>Adds a parameter as one segment of the path.</summary>
    /// <exception cref="ArgumentException">The value is missing, or would change the path: empty, <c>.</c> or <c>..</c>.</exception>
    public RequestPath Segment(string parameter, string value)
    {
        if (value is null)
        {
            throw new ArgumentNullException(parameter);
        }

        if (value is "" or "." or "..")
        {
            throw new ArgumentException("The value cannot be a segment of a path.", parameter);
        }

        Add(Uri.EscapeDataString(value));
        return this;
    }

    /// <inheritdoc cref="Segment(string, string)"/>
    public RequestPath Segment<T>(string parameter, T value)
        where T : struct
        => Segment(parameter, Convert.ToString(value, CultureInfo.InvariantCulture)!);

    /// <summary>Adds a required parameter to the query.</summary>
    /// <exception cref="ArgumentNullException">The value is missing.</exception>
    public RequestPath RequiredQuery(string parameter, string name, string value)
        => Query(name, value ?? throw new ArgumentNullException(parameter));

    /// <summary>Adds a parameter to the query, unless it has no value.</summary>
    public RequestPath Query(string name, string? value)
    {
        if (value is not null)
        {
            Add(string.Concat(_hasQuery ? "&" : "?", Uri.EscapeDataString(name), "=", Uri.EscapeDataString(value)));
            _hasQuery = true;
        }

        return this;
    }

    /// <inheritdoc cref="Query(string, string?)"/>
    public RequestPath Query(string name, bool? value)
        => Query(name, value is null ? null : value.GetValueOrDefault() ? "true" : "false");

    /// <inheritdoc cref="Query(string, string?)"/>
    public RequestPath Query<T>(string name, T? value)
        where T : struct, IFormattable
        => Query(name, value?.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>Returns the absolute address.</summary>
    /// <param name="baseAddress">The base address, with a slash at its end.</param>
    public readonly Uri ToUri(string baseAddress) => new(string.Concat(baseAddress, _first, _second, _third));

    /// <summary>Returns the path and the query, relative to the base address.</summary>
    public override readonly string ToString() => string.Concat(_first, _second, _third);

    private void Add(string piece)
    {
        switch (_pieces++)
        {
            case 0:
                _first = piece;
                break;
            case 1:
                _second = piece;
                break;
            default:
                _third += piece;
                break;
        }
    }
}
