using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using PostPress.Distributor.Quota;

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

    /// <summary>Adds a sentence of the client that begins with the member's name.</summary>
    public void AddSentence(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var name = sentence[..sentence.AsSpan().IndexOfAny(' ', '.', '\'')];
        Add(NameOf(name), sentence);
    }

    /// <summary>The name of a member in JSON.</summary>
    public static string NameOf(string member) => JsonNamingPolicy.CamelCase.ConvertName(member);

    public IResult ToResult() => Results.ValidationProblem(_errors);
}

/// <summary>Turns bodies that can't be read into 400 with the member's name.</summary>
public static class RefusalMiddleware
{
    public static void UseRefusals(this WebApplication app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        // A refused body is no error of this process, and has no place in its log.
        SuppressDiagnosticsCallback = failure => failure.Exception is BadHttpRequestException,
        ExceptionHandler = context => ToResult(context.Features.Get<IExceptionHandlerFeature>()?.Error).ExecuteAsync(context),
    });

    private static IResult ToResult(Exception? error)
    {
        switch (error)
        {
            case BadHttpRequestException { InnerException: JsonException e }:
                var refusals = new Refusals();
                refusals.Add(e.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : "body", "It has the wrong type, or the JSON is malformed.");
                return refusals.ToResult();
            case BadHttpRequestException e:
                return Results.Problem(e.Message, statusCode: e.StatusCode);
            case PlaceLostException:
                return Results.Problem("Other requests used the account at the same time. Send the same request again.", statusCode: StatusCodes.Status503ServiceUnavailable);
            case NpgsqlException or TimeoutException:
                // Whether it was accepted is not known: the same request again is safe, since the caller chose the id.
                return Results.Problem("The database can't be reached. Send the same request again.", statusCode: StatusCodes.Status503ServiceUnavailable);
            default:
                return Results.Problem(statusCode: StatusCodes.Status500InternalServerError);
        }
    }
}
