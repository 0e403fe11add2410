using Npgsql;
using PostPress.Distributor.Hosting;

namespace PostPress.Distributor.Customers;

/// <summary>The body of PUT /customers/{id}: the onboarding record. Its members are those of <see cref="JobCustomer"/>.</summary>
public sealed record CustomerRequest(
    string? OrganizationId,
    string? CompanyName,
    string? ContractId,
    string? ApplicationClientId,
    string? DeveloperApplicationId,
    DateTimeOffset? JobsTermsAcceptedAt);

/// <summary>Customers over HTTP: the records that LinkedIn wants kept, and the report that it may ask for.</summary>
public static class CustomerEndpoints
{
    private const string DeveloperUrn = "urn:li:developerApplication:";

    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        app.MapPut("/customers/{id}", SaveAsync);
        app.MapGet("/customers/terms", WriteTermsAsync);
    }

    private static async Task<IResult> SaveAsync(string id, CustomerRequest request, NpgsqlDataSource database)
    {
        var customer = new JobCustomer
        {
            CustomerId = id,
            OrganizationId = Blank(request.OrganizationId),
            CompanyName = Blank(request.CompanyName),
            ContractId = Blank(request.ContractId),
            ApplicationClientId = Blank(request.ApplicationClientId),
            DeveloperApplicationId = WithoutUrn(Blank(request.DeveloperApplicationId)),
            JobsTermsAcceptedAt = request.JobsTermsAcceptedAt?.ToUniversalTime(),
        };
        var refusals = Check(customer);
        if (refusals.Any)
        {
            return refusals.ToResult();
        }

        try
        {
            await using var connection = await database.OpenConnectionAsync();
            await CustomerStore.SaveAsync(connection, customer);
            return Results.NoContent();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // LinkedIn wants one application for each customer, 1:1. The database says so over all processes.
            refusals.Add(e.ConstraintName == "customers_application_client_id" ? "applicationClientId" : "developerApplicationId", "Another customer has this application. LinkedIn wants one application for each customer.");
            return refusals.ToResult();
        }
    }

    private static Refusals Check(JobCustomer customer)
    {
        var refusals = new Refusals();
        refusals.Check(Ids.IsOne(customer.CustomerId), "id", Ids.Wanted);

        // The terms may be accepted later: no job is posted before.
        var problems = customer.Validate(JobCategory.Basic)
            .Where(problem => customer.JobsTermsAcceptedAt is not null || !problem.StartsWith(nameof(JobCustomer.JobsTermsAcceptedAt), StringComparison.Ordinal));
        foreach (var problem in problems)
        {
            refusals.AddSentence(problem);
        }

        foreach (var violation in JobCustomers.Validate([customer]).Where(v => v.Kind != JobCustomerViolationKind.InvalidId))
        {
            refusals.Add(Refusals.NameOf(violation.Member), violation.Message);
        }

        return refusals;
    }

    private static async Task WriteTermsAsync(string? format, HttpResponse response, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var customers = CustomerStore.ReadAllAsync(connection);
        if (format == "json")
        {
            response.ContentType = "application/json";
            await JobsTermsReport.WriteJsonAsync(customers, response.Body, cancellationToken);
        }
        else
        {
            response.ContentType = "text/csv; charset=utf-8";
            await JobsTermsReport.WriteCsvAsync(customers, response.Body, cancellationToken);
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>The two forms of an application's id mean the same, so that the database has to see one.</summary>
    private static string? WithoutUrn(string? id) => id?.StartsWith(DeveloperUrn, StringComparison.OrdinalIgnoreCase) == true ? id[DeveloperUrn.Length..] : id;
}
