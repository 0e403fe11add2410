using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace PostPress.Distributor.Hosting;

/// <summary>Collects what is wrong with a request: 400 with the name of each member.</summary>
public sealed class Refusals
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public void Check(bool isRight, string member, string wanted)
    {
        if (!isRight)
        {
            Add(member, wanted);
        }
    }

    public void Add(string member, string message) =>
        _errors[member] = [.. _errors.GetValueOrDefault(member, []), message];

    public IResult ToResult() => Results.ValidationProblem(_errors);
}

/// <summary>Turns bodies that can't be read into 400 with the member's name.</summary>
public static class RefusalMiddleware
{
    public static void UseRefusals(this WebApplication app) => app.UseExceptionHandler(errors => errors.Run(context =>
    {
        var problem = context.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            BadHttpRequestException { InnerException: JsonException e } => Refuse(e.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "body", "It has the wrong type, or the JSON is malformed."),
            BadHttpRequestException e => Results.Problem(e.Message, statusCode: e.StatusCode),
            _ => Results.Problem(statusCode: StatusCodes.Status500InternalServerError),
        };
        return problem.ExecuteAsync(context);
    }));

    private static IResult Refuse(string member, string message)
    {
        var refusals = new Refusals();
        refusals.Add(member, message);
        return refusals.ToResult();
    }
}
