using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Elsa;

/// <summary>Instances: list, state, journal, variables, cancel, delete.</summary>
internal static class InstanceEndpoints
{
    internal sealed record ListRequest(int? Page, int? PageSize, string? SearchTerm, string? DefinitionId, string[]? DefinitionIds, int? Version, bool? HasIncidents,
        string? Status, string[]? Statuses, string? SubStatus, string[]? SubStatuses, string? CorrelationId, string? OrderBy, string? OrderDirection);

    /// <summary>The same as a body, which alone can hold spans of time.</summary>
    internal sealed record PostedRequest(int? Page, int? PageSize, string? SearchTerm, string? DefinitionId, string[]? DefinitionIds, int? Version, bool? HasIncidents,
        string? Status, string[]? Statuses, string? SubStatus, string[]? SubStatuses, string? CorrelationId, string? OrderBy, string? OrderDirection, TimeFilter[]? TimestampFilters);

    internal sealed record TimeFilter(string? Column, string? Operator, DateTimeOffset Timestamp);

    internal sealed record JournalFilter(string[]? ActivityIds, string[]? ActivityNodeIds, string[]? ExcludedActivityTypes, string[]? EventNames);

    internal sealed record JournalRequest(JournalFilter? Filter);

    public static void MapInstances(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/workflow-instances").RequireAuthorization(Scopes.Read);
        group.MapPost("", (PostedRequest? request, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) => ListAsync(
            new ListRequest(request?.Page, request?.PageSize, request?.SearchTerm, request?.DefinitionId, request?.DefinitionIds, request?.Version, request?.HasIncidents, request?.Status,
                request?.Statuses, request?.SubStatus, request?.SubStatuses, request?.CorrelationId, request?.OrderBy, request?.OrderDirection), request?.TimestampFilters ?? [],
            instances, context, cancellationToken));
        group.MapGet("", ([AsParameters] ListRequest request, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            ListAsync(request, [], instances, context, cancellationToken));
        Show(group, "/{id}", InstanceView.Whole);
        Show(group, "/{id}/execution-state", instance => new JsonObject
        {
            ["status"] = InstanceView.Words(instance.Summary.Status).Status, ["subStatus"] = InstanceView.Words(instance.Summary.Status).SubStatus,
            ["updatedAt"] = Answers.Time(instance.Summary.UpdatedAt),
        });
        Show(group, "/{id}/variables", instance =>
        {
            var names = instance.Definition.Variables.ToDictionary(variable => variable.Id, variable => variable.Name, StringComparer.Ordinal);
            var items = new JsonArray([.. instance.Detail.Variables.Select(variable => (JsonNode)new JsonObject
            {
                ["id"] = variable.Key, ["name"] = names.GetValueOrDefault(variable.Key, variable.Key), ["value"] = variable.Value?.DeepClone(),
            })]);
            return new JsonObject { ["items"] = items, ["count"] = items.Count };
        });
        group.MapPost("/{id}/journal", (string id, int? skip, int? take, JournalRequest? request, InstanceReader instances, HttpContext context,
            CancellationToken cancellationToken) => JournalAsync(id, skip, take, request?.Filter, instances, context, cancellationToken));
        group.MapGet("/{id}/journal", (string id, int? skip, int? take, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            JournalAsync(id, skip, take, null, instances, context, cancellationToken));

        var change = api.MapGroup("").RequireAuthorization(Scopes.Submit);
        change.MapDelete("/workflow-instances/{id}", async (string id, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            await instances.DeleteAsync(id, context.Caller(), cancellationToken) ? Results.NoContent() : Answers.NotFound($"instance '{id}'"));
        change.MapPost("/cancel/workflow-instances/{id}", async (string id, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            await instances.FindAsync(id, context.Caller(), cancellationToken) is null ? Answers.NotFound($"instance '{id}'")
                : Answers.Of(new JsonObject { ["cancelled"] = await instances.CancelAsync(id, context.Caller(), cancellationToken) ? 1 : 0 }));
    }

    private static void Show(RouteGroupBuilder group, string path, Func<Instance, JsonObject> view) =>
        group.MapGet(path, async (string id, InstanceReader instances, HttpContext context, CancellationToken cancellationToken) =>
            await instances.FindAsync(id, context.Caller(), cancellationToken) is { } instance ? Answers.Of(view(instance)) : Answers.NotFound($"instance '{id}'"));

    private static async Task<IResult> ListAsync(ListRequest request, TimeFilter[] times, InstanceReader instances, HttpContext context, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(request.PageSize ?? 15, 1, 500);
        var states = States(request);
        if (states.Count == 0) return Answers.Of(Answers.Page([], 0));
        IEnumerable<string?> definitions = [request.DefinitionId, .. request.DefinitionIds ?? []];
        var (items, total) = await instances.ListAsync(new InstanceQuery
        {
            DefinitionIds = [.. definitions.Where(id => !string.IsNullOrEmpty(id)).OfType<string>()],
            DefinitionVersion = request.Version, States = states.Count == Enum.GetValues<InstanceStatus>().Length ? [] : [.. states],
            Text = string.IsNullOrWhiteSpace(request.SearchTerm) ? null : request.SearchTerm.Trim(),
            Name = string.IsNullOrWhiteSpace(request.CorrelationId) ? null : request.CorrelationId, Times = [.. times.Select(Time)],
            Order = string.IsNullOrEmpty(request.OrderBy) ? InstanceMoment.Created : Moment(request.OrderBy),
            OldestFirst = string.Equals(request.OrderDirection, "Ascending", StringComparison.OrdinalIgnoreCase),
            Skip = (int)Math.Min(int.MaxValue, (long)Math.Max(0, request.Page ?? 0) * size), Take = size,
        }, context.Caller(), cancellationToken);
        return Answers.Of(Answers.Page(items.Select(item => InstanceView.Row(item.Summary, item.VersionId)), total));
    }

    /// <summary>The states that all of a request's conditions leave.</summary>
    private static HashSet<InstanceStatus> States(ListRequest request)
    {
        var states = Enum.GetValues<InstanceStatus>().ToHashSet();
        Narrow([request.Status, .. request.Statuses ?? []], state => InstanceView.Words(state).Status);
        Narrow([request.SubStatus, .. request.SubStatuses ?? []], state => InstanceView.Words(state).SubStatus);
        if (request.HasIncidents is { } incidents)
            states.RemoveWhere(state => incidents != state is InstanceStatus.Failed or InstanceStatus.Quarantined);
        return states;

        void Narrow(IEnumerable<string?> words, Func<InstanceStatus, string> word)
        {
            var wanted = words.Where(one => !string.IsNullOrEmpty(one)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (wanted.Count > 0) states.RemoveWhere(state => !wanted.Contains(word(state)));
        }
    }

    /// <summary>The time that a column of the list shows, in Elsa's words.</summary>
    private static InstanceMoment Moment(string? column) => column?.ToLowerInvariant() switch
    {
        "created" or "createdat" => InstanceMoment.Created,
        "updated" or "updatedat" or "lastexecuted" or "lastexecutedat" => InstanceMoment.Updated,
        "finished" or "finishedat" => InstanceMoment.Ended,
        _ => throw new DefinitionException($"'{column}' is no time of an instance; use Created, LastExecuted or Finished."),
    };

    private static InstanceTime Time(TimeFilter filter)
    {
        var (moment, at) = (Moment(filter.Column), filter.Timestamp);
        var (early, late, next) = (DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, at < DateTimeOffset.MaxValue.AddDays(-1) ? at.AddMilliseconds(1) : at);
        return filter.Operator switch
        {
            "Is" => new InstanceTime(moment, at, next),
            "GreaterThanOrEqual" => new InstanceTime(moment, at, late),
            "GreaterThan" => new InstanceTime(moment, next, late),
            "LessThan" => new InstanceTime(moment, early, at),
            "LessThanOrEqual" => new InstanceTime(moment, early, next),
            _ => throw new DefinitionException($"Times are not compared by '{filter.Operator}'; use Is, LessThan, LessThanOrEqual, GreaterThan or GreaterThanOrEqual."),
        };
    }

    private static async Task<IResult> JournalAsync(string id, int? skip, int? take, JournalFilter? filter, InstanceReader instances, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (await instances.FindAsync(id, context.Caller(), cancellationToken) is not { } instance) return Answers.NotFound($"instance '{id}'");
        var entries = ExecutionView.Journal(instance).Where(entry => Among(filter?.ActivityIds, entry["activityId"]) && Among(filter?.ActivityNodeIds, entry["nodeId"])
            && Among(filter?.EventNames, entry["eventName"]) && filter?.ExcludedActivityTypes?.Contains(entry["activityType"]!.ToString()) != true).ToList();
        return Answers.Of(Answers.Page(entries.Skip(Math.Max(0, skip ?? 0)).Take(Math.Clamp(take ?? 100, 0, 1000)), entries.Count));
    }

    private static bool Among(string[]? wanted, JsonNode? value) => wanted is not { Length: > 0 } || wanted.Contains(value!.ToString());
}
