// Finds people on LinkedIn, from F#.
//
//   dotnet build ../PostPress.Demo     once: it puts the assemblies where this script looks for them
//   dotnet fsi FindPeople.fsx          searches a sandbox; with POSTPRESS_API_KEY and POSTPRESS_ACCOUNT_ID, LinkedIn
//
// Outside of this repository, replace the next four lines with: #r "nuget: PostPress.Client", and the same for PostPress.Sandbox.
#I "../PostPress.Demo/bin/Debug/net10.0"
#r "PostPress.Generated.dll"
#r "PostPress.Client.dll"
#r "PostPress.Sandbox.dll"

open System
open System.IO
open System.Runtime.Loader
open System.Threading.Tasks
open PostPress
open PostPress.Sandbox

// dotnet fsi loads .NET alone. The libraries that come with ASP.NET Core are installed beside it.
let dotnet = DirectoryInfo(Path.GetDirectoryName typeof<obj>.Assembly.Location)
let aspNetCore = Path.Combine(dotnet.Parent.Parent.FullName, "Microsoft.AspNetCore.App", dotnet.Name)

AssemblyLoadContext.Default.add_Resolving (fun context name ->
    let file = Path.Combine(aspNetCore, name.Name + ".dll")
    if File.Exists file then context.LoadFromAssemblyPath file else null)

/// Without a key: a sandbox in this process.
let startSandbox () =
    let sandbox = PostPressSandbox.StartAsync().GetAwaiter().GetResult()
    printfn $"No key is configured: this script searches a sandbox in this process, {sandbox.PageAddress}"
    PostPressClientOptions(ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress), SandboxAccounts.LinkedIn

let options, account =
    match Environment.GetEnvironmentVariable "POSTPRESS_API_KEY", Environment.GetEnvironmentVariable "POSTPRESS_ACCOUNT_ID" with
    | (null | ""), _ -> startSandbox ()
    | _, (null | "") ->
        eprintfn "Set POSTPRESS_ACCOUNT_ID to the id of a linked account."
        exit 1
    | key, account -> PostPressClientOptions(ApiKey = key), account

match Environment.GetEnvironmentVariable "POSTPRESS_BASE_ADDRESS" with
| null | "" -> ()
| address -> options.BaseAddress <- Uri address

let postpress = new PostPressClient(options)

try
    // LinkedIn wants the id of a location, not its name.
    let berlin = postpress.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany").GetAwaiter().GetResult()
    let search = ClassicPeopleSearch(Keywords = "engineer", Location = [| berlin |], NetworkDistance = [| 1; 2 |])

    for result in postpress.Search.ListAsync(account, search, SearchOptions(MaxItems = 5)).ToBlockingEnumerable() do
        match result with
        | :? PersonResult as person -> printfn $"{person.Name}: {person.Headline}"
        | other -> printfn $"Not a person: {other.GetType().Name}"
with :? PostPressException as e ->
    eprintfn $"{e.Message}"
    exit 1
