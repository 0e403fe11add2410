using System.Reflection;
using PostPress.PublicApi;

// Rewrites the generated files that are committed: the listings of the public API, the table of errors, the schema of the options,
// the files for coding agents.
// A test compares them.
var root = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepoRoot").Value!;
foreach (var assembly in Listing.Assemblies)
{
    Write(Listing.PathOf(assembly), Listing.Of(assembly));
}

Write(ErrorTable.Path, ErrorTable.Of(File.ReadAllText(Path.Combine(root, "openapi", "postpress.yaml"))));
Write(ConfigurationSchema.Path, ConfigurationSchema.Text());

foreach ((var path, var text) in AgentFiles.Of(root))
{
    Write(path, text);
}

void Write(string file, string text)
{
    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
    File.WriteAllText(Path.Combine(root, file), text);
    Console.WriteLine($"Wrote {file}");
}
