using System.Reflection;
using PostPress.Sandbox;
using PublicApiGenerator;

namespace PostPress.PublicApi;

/// <summary>The committed listings: what users of each assembly can see, as C# without bodies.</summary>
public static class Listing
{
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        TreatRecordsAsClasses = false,
        // AddPostPressClient is in Microsoft.Extensions.DependencyInjection, where users look for it.
        UseDenyNamespacePrefixesForExtensionMethods = false,
        // The converter is private to each wire type, and which tool generated a type does not matter to its users.
        ExcludeAttributes = ["Newtonsoft.Json.JsonConverterAttribute", "System.Text.Json.Serialization.JsonConverterAttribute", "System.CodeDom.Compiler.GeneratedCodeAttribute"],
    };

    /// <summary>Gets the assemblies that have a listing.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = [typeof(WireObject).Assembly, typeof(PostPressClient).Assembly, typeof(PostPressSandbox).Assembly];

    /// <summary>Returns the path of the listing of an assembly, relative to the root of the repository.</summary>
    /// <param name="assembly">One of <see cref="Assemblies"/>.</param>
    /// <returns>A relative path.</returns>
    public static string PathOf(Assembly assembly) => Path.Combine("src", assembly.GetName().Name!, "PublicApi.txt");

    /// <summary>Lists the public API of an assembly.</summary>
    /// <param name="assembly">One of <see cref="Assemblies"/>.</param>
    /// <returns>Lines that end with a line feed, on every operating system.</returns>
    public static string Of(Assembly assembly) => assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
}
