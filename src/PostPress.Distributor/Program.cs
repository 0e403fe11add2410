using JasperFx;
using PostPress.Distributor.Accounts;
using PostPress.Distributor.Customers;
using PostPress.Distributor.Hosting;
using PostPress.Distributor.Jobs;
using PostPress.Distributor.Posts;

var builder = WebApplication.CreateBuilder(args);
builder.AddDistributor();

var app = builder.Build();
app.UseRefusals();
app.MapHealth();
app.MapPosts();
app.MapJobs();
app.MapCustomers();
app.MapAccounts();

// `dotnet run` serves and works; `dotnet run -- codegen write` generates the handlers in Internal/Generated.
return await app.RunJasperFxCommands(args);
