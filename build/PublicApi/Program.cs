using System.Reflection;
using PostPress;
using PostPress.PublicApi;

// Rewrites the committed listings of the public API; a test compares them.
string root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!;
foreach (Assembly assembly in new[] { typeof(WireObject).Assembly, typeof(PostPressClient).Assembly })
{
    string file = Path.Combine("src", assembly.GetName().Name!, "PublicApi.txt");
    File.WriteAllText(Path.Combine(root, file), Listing.Of(assembly));
    Console.WriteLine($"Wrote {file}");
}
