using System.Text.Json.Serialization;

namespace Foldline.Cli.Verification;

/// <summary>One line of <c>foldline verify</c>.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Difference">The largest absolute difference of the output that comes closest to its tolerance; <c>null</c> where nothing was compared.</param>
/// <param name="Tolerance">That output's tolerance.</param>
/// <param name="Worst">That output's name.</param>
/// <param name="Reason">Why a case was skipped or could not be replayed.</param>
public sealed record CaseLine(
    string Name,
    [property: JsonConverter(typeof(JsonStringEnumConverter<CaseVerdict>))] CaseVerdict Verdict,
    double? Difference,
    double? Tolerance,
    string? Worst,
    string? Reason);
