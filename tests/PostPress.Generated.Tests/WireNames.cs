using System.Globalization;
using System.Text;

namespace PostPress.Generated.Tests;

internal static class WireNames
{
    /// <summary>The C# name to be expected for a plain wire name.</summary>
    public static string Pascal(string wire)
    {
        var name = new StringBuilder();
        foreach (var word in wire.Split('_'))
        {
            name.Append(char.ToUpper(word[0], CultureInfo.InvariantCulture)).Append(word, 1, word.Length - 1);
        }

        return name.ToString();
    }
}
