using Microsoft.Extensions.Options;

namespace PostPress.Distributor.Files;

/// <summary>Where the files of posts are: a folder that all processes see, whose files don't change. The section "Files".</summary>
public sealed class SharedFolderOptions
{
    /// <summary>Gets or sets the folder.</summary>
    public string Folder { get; set; } = "files";
}

/// <summary>The files of the shared folder, by their names.</summary>
public sealed class SharedFolder(IOptions<SharedFolderOptions> options)
{
    private readonly string _root = Path.GetFullPath(options.Value.Folder);

    /// <summary>Says whether the folder has a file. A name is one without a path: nothing outside the folder is reached.</summary>
    public bool Has(string? name) => !string.IsNullOrEmpty(name) && name == Path.GetFileName(name) && name is not ("." or "..") && File.Exists(PathOf(name));

    public string PathOf(string name) => Path.Combine(_root, name);
}
