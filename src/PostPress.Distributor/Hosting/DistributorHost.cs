using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using JasperFx.CodeGeneration;
using Microsoft.Extensions.Options;
using Npgsql;
using PostPress.Distributor.Calls;
using PostPress.Distributor.Database;
using PostPress.Distributor.Files;
using PostPress.Distributor.Jobs;
using PostPress.Distributor.Posts;
using PostPress.Distributor.Quota;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Postgresql;
using Wolverine.RDBMS;
using Wolverine.Transports;

namespace PostPress.Distributor.Hosting;

/// <summary>Puts the application together.</summary>
public static class DistributorHost
{
    public static void AddDistributor(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var connectionString = configuration.GetConnectionString("Distributor")
            ?? throw new InvalidOperationException("ConnectionStrings:Distributor is missing. Set it in the environment: ConnectionStrings__Distributor.");
        SqlMapper.AddTypeHandler(new UtcTime());

        builder.Services.AddPostPressClient(configuration.GetSection("PostPress"));
        builder.Services.Configure<SharedFolderOptions>(configuration.GetSection("Files"));
        builder.Services.AddOptions<QuotaOptions>().Bind(configuration.GetSection("Quota"))
            .ValidateOnStart();
        builder.Services.AddOptions<CodeOptions>().Bind(configuration.GetSection("Codes"))
            .Validate<IOptions<CallSettings>>((codes, calls) => codes.LostAfter > calls.Value.Timeout, "Codes:LostAfter has to be longer than Calls:Timeout.")
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<QuotaOptions>, QuotaValidation>();
        builder.Services.Configure<CallSettings>(configuration.GetSection("Calls"));
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        builder.Services.AddSingleton<SharedFolder>();
        builder.Services.AddSingleton<QuotaBook>();
        builder.Services.AddSingleton<Outbox>();
        builder.Services.AddHostedService<DatabaseSetup>();
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter()));
        builder.Services.AddProblemDetails();

        builder.Host.UseWolverine(wolverine => wolverine.AddQueues(connectionString, configuration.GetSection("Recovery").Get<RecoveryOptions>() ?? new()));
    }

    /// <summary>Says whether this process and its database work. It doesn't call PostPress: its outage is no reason to restart a process.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app) => app.MapGet("/health", async (NpgsqlDataSource database, CancellationToken cancellationToken) =>
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await connection.ExecuteScalarAsync<int>("select 1");
            return Results.Ok(new { status = "Healthy" });
        }
        catch (NpgsqlException)
        {
            return Results.Json(new { status = "Unhealthy", reason = "The database can't be reached." }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    });

    private static void AddQueues(this WolverineOptions wolverine, string connectionString, RecoveryOptions recovery)
    {
        wolverine.ServiceName = "distributor";
        wolverine.UsePostgresqlPersistenceAndTransport(connectionString, "wolverine", transportSchema: "queues").AutoProvision();

        wolverine.AddSagaType<JobSaga>(JobStore.SagaTable);

        // Two queues, so that many posts don't delay a job whose code is about to expire.
        wolverine.PublishMessage<PublishPost>().ToPostgresqlQueue("posts");
        wolverine.Publish(rule => rule.MessagesFromNamespaceContaining<JobSaga>().ToPostgresqlQueue("jobs"));
        wolverine.Listen("posts", recovery);
        wolverine.Listen("jobs", recovery);
        wolverine.Policies.UseDurableLocalQueues();

        // A process has few messages at a time, so that other processes have little to take over when it dies.
        var durability = wolverine.Durability;
        durability.HealthCheckPollingTime = durability.CheckAssignmentPeriod
            = durability.NodeReassignmentPollingTime = durability.OrphanedMessageSweepPollingTime = recovery.Check;
        durability.StaleNodeTimeout = recovery.DeadAfter;
        durability.ScheduledJobPollingTime = recovery.Poll;
        durability.InboxStaleTime = durability.OutboxStaleTime = recovery.StaleAfter;
        wolverine.DefaultExecutionTimeout = recovery.HandlerTimeout;

        // The handlers are generated in advance: `dotnet run -- codegen write`.
        wolverine.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
        wolverine.ApplicationAssembly = typeof(DistributorHost).Assembly;

        wolverine.OnException<GivenUpException>().MoveToErrorQueue();
        wolverine.OnException<SagaConcurrencyException>().RetryWithCooldown(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500))
            .Then.ScheduleRetryIndefinitely(TimeSpan.FromSeconds(2));
        wolverine.OnException<PlaceLostException>().RetryWithCooldown(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500))
            .Then.ScheduleRetryIndefinitely(TimeSpan.FromSeconds(2));

        // The database can be away, or a handler can take too long. This is temporary, so the message is retried without limit.
        // All other exceptions are bugs: after some attempts the message becomes a dead letter.
        wolverine.OnException(e => e is DbException or SocketException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
            .ScheduleRetryIndefinitely(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        wolverine.OnAnyException().ScheduleRetry(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
    }

    private static void Listen(this WolverineOptions wolverine, string queue, RecoveryOptions recovery) => wolverine.ListenToPostgresqlQueue(queue)
        .MaximumMessagesToReceive(recovery.Batch)
        .MaximumParallelMessages(recovery.Batch)
        .PollingInterval(recovery.Poll)
        .UseDurableInbox(new BufferingLimits(2 * recovery.Batch, recovery.Batch));

    private sealed class QuotaValidation(IOptions<CallSettings> calls) : IValidateOptions<QuotaOptions>
    {
        public ValidateOptionsResult Validate(string? name, QuotaOptions options) =>
            options.FindProblem(calls.Value.Timeout) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }

    /// <summary>Npgsql reads times as UTC. Dapper needs a handler to convert them.</summary>
    private sealed class UtcTime : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => new((DateTime)value, TimeSpan.Zero);

        public override void SetValue(System.Data.IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;
    }
}

/// <summary>How the queues are read, and when other processes take over the messages of a dead process: the section "Recovery". The defaults are for production.</summary>
public sealed class RecoveryOptions
{
    /// <summary>Gets or sets the interval in which each process reports that it is alive, and looks for messages of dead processes.</summary>
    public TimeSpan Check { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the silence after which a process counts as dead. If it is too short, a busy process counts as dead.</summary>
    public TimeSpan DeadAfter { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Gets or sets the interval in which a process reads each queue. It reads at most <see cref="Batch"/> messages each time, so it handles at most 80 messages of a queue in a second by default.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets the time after which a message that a live process has is given to another process. It must be longer than any handler takes.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets or sets the timeout of a handler. It must be longer than the timeout of a call.</summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(7);

    /// <summary>Gets or sets the number of messages of a queue that a process handles at the same time.</summary>
    public int Batch { get; set; } = 8;
}
