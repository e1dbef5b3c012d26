using System.Collections.Immutable;
using System.Globalization;

namespace Foldline.Search;

/// <summary>jackhmmer's command line, in the order AlphaFold 3 gives it; pure, so that it is compared as a list.</summary>
public static class JackhmmerArguments
{
    /// <summary>All arguments of one search.</summary>
    /// <param name="options">How to search.</param>
    /// <param name="database">Where to search.</param>
    /// <param name="query">FASTA file with the query.</param>
    /// <param name="output">Stockholm file to write.</param>
    /// <param name="cores">Worker threads.</param>
    /// <param name="hasRowLimit">Whether this jackhmmer knows <c>--seq_limit</c> (AlphaFold 3's patch); others write all rows and the cap falls while reading.</param>
    /// <param name="table">Table of hits to write, which orders the rows of a split database; <c>null</c> for none.</param>
    public static ImmutableArray<string> Build(
        JackhmmerOptions options, SequenceDatabase database, string query, string output, int cores, bool hasRowLimit = false, string? table = null)
    {
        var arguments = ImmutableArray.CreateBuilder<string>();
        arguments.AddRange("-o", "/dev/null", "-A", output, "--noali");
        arguments.AddRange("--F1", Number(options.F1), "--F2", Number(options.F2), "--F3", Number(options.F3));
        arguments.AddRange("--cpu", cores.ToString(CultureInfo.InvariantCulture));
        arguments.AddRange("-N", options.Iterations.ToString(CultureInfo.InvariantCulture));
        if (table is not null) arguments.AddRange("--tblout", table);
        arguments.AddRange("-E", Number(options.EValue), "--incE", Number(options.EValue));
        if (database.Size is { } size)
        {
            var text = size.ToString(CultureInfo.InvariantCulture);
            arguments.AddRange("-Z", text);
            if (!database.ServerDomains) arguments.AddRange("--domZ", text);
        }
        if (hasRowLimit) arguments.AddRange("--seq_limit", database.RowCap.ToString(CultureInfo.InvariantCulture));
        arguments.AddRange(query, database.Path);
        return arguments.ToImmutable();
    }

    /// <summary>The arguments that decide what is found: without paths, threads and the row limit, which the cap covers. Part of the cache key.</summary>
    public static ImmutableArray<string> Defining(JackhmmerOptions options, SequenceDatabase database)
    {
        var all = Build(options, database with { Path = "database" }, "query", "output", 1, table: database.IsShard ? "table" : null);
        var threads = all.IndexOf("--cpu");
        return all.RemoveRange(threads, 2);
    }

    /// <summary>A number as AlphaFold 3 writes it: 0.0005, 5e-05.</summary>
    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
}
