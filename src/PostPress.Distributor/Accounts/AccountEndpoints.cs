using Npgsql;
using PostPress.Distributor.Hosting;
using PostPress.Distributor.Quota;
using Wolverine;

namespace PostPress.Distributor.Accounts;

/// <summary>The body of PUT /accounts/{id}.</summary>
/// <param name="Kind">What the account is; its limits depend on it.</param>
public sealed record AccountRequest(AccountKind? Kind);

/// <summary>What GET /accounts/{id}/quota tells.</summary>
public sealed record AccountView(string Id, AccountKind Kind, string? StopReason, IReadOnlyList<QuotaLine> Today);

/// <summary>Accounts over HTTP. An account that was never heard of is a classic LinkedIn account.</summary>
public static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPut("/accounts/{id}", SetKindAsync);
        app.MapGet("/accounts/{id}/quota", ReadQuotaAsync);

        // Once its owner has connected it again.
        app.MapPost("/accounts/{id}/resume", (string id, IMessageBus bus) => bus.InvokeAsync(new ResumeAccount(id)));
    }

    private static async Task<IResult> SetKindAsync(string id, AccountRequest request, NpgsqlDataSource database)
    {
        var refusals = new Refusals();
        refusals.Check(Ids.IsOne(id), "id", Ids.Wanted);
        refusals.Check(request.Kind is { } kind && Enum.IsDefined(kind), "kind", $"One of {string.Join(", ", Enum.GetNames<AccountKind>())}.");
        if (refusals.Any)
        {
            return refusals.ToResult();
        }

        await using var connection = await database.OpenConnectionAsync();
        await AccountStore.SetKindAsync(connection, id, request.Kind!.Value);
        return Results.NoContent();
    }

    private static async Task<IResult> ReadQuotaAsync(string id, NpgsqlDataSource database, QuotaBook quota, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await AccountStore.FindAsync(connection, id) is { } account
            ? Results.Ok(new AccountView(account.Id, account.Kind, account.StopReason, await quota.ReadAsync(connection, account)))
            : Results.NotFound();
    }
}
