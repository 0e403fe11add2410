using System.Reflection;
using PostPress;
using PostPress.PublicApi;

// Rewrites what is committed but made: the listings of the public API and the table of errors. A test compares them.
string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!;
foreach (Assembly assembly in new[] { typeof(WireObject).Assembly, typeof(PostPressClient).Assembly })
{
    string file = Path.Combine("src", assembly.GetName().Name!, "PublicApi.txt");
    File.WriteAllText(Path.Combine(root, file), Listing.Of(assembly));
    Console.WriteLine($"Wrote {file}");
}

File.WriteAllText(Path.Combine(root, ErrorTable.Path), ErrorTable.Of(File.ReadAllText(Path.Combine(root, "openapi", "postpress.yaml"))));
Console.WriteLine($"Wrote {ErrorTable.Path}");
