using System.Data.Common;
using Dapper;

namespace PostPress.Distributor.Customers;

/// <summary>The table of customers.</summary>
public static class CustomerStore
{
    private const string Columns =
        """
        id as CustomerId, organization_id as OrganizationId, company_name as CompanyName, contract_id as ContractId,
        application_client_id as ApplicationClientId, developer_application_id as DeveloperApplicationId, jobs_terms_accepted_at as JobsTermsAcceptedAt
        """;

    /// <summary>Adds or replaces a customer.</summary>
    /// <exception cref="Npgsql.PostgresException">Another customer has the application; the constraint names the member.</exception>
    public static Task SaveAsync(DbConnection connection, JobCustomer customer) => connection.ExecuteAsync(
        """
        insert into distributor.customers
          (id, organization_id, company_name, contract_id, application_client_id, developer_application_id, jobs_terms_accepted_at)
        values (@CustomerId, @OrganizationId, @CompanyName, @ContractId, @ApplicationClientId, @DeveloperApplicationId, @JobsTermsAcceptedAt)
        on conflict (id) do update set
          organization_id = excluded.organization_id, company_name = excluded.company_name, contract_id = excluded.contract_id,
          application_client_id = excluded.application_client_id, developer_application_id = excluded.developer_application_id,
          jobs_terms_accepted_at = excluded.jobs_terms_accepted_at
        """,
        customer);

    public static Task<JobCustomer?> FindAsync(DbConnection connection, string id) =>
        connection.QuerySingleOrDefaultAsync<JobCustomer>($"select {Columns} from distributor.customers where id = @id", new { id });

    /// <summary>Reads all customers as they come, without keeping them in memory.</summary>
    public static IAsyncEnumerable<JobCustomer> ReadAllAsync(DbConnection connection) =>
        connection.QueryUnbufferedAsync<JobCustomer>($"select {Columns} from distributor.customers order by id");
}
