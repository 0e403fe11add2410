namespace PostPress.Distributor.Accounts;

/// <summary>Accounts over HTTP.</summary>
public static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
    }
}
