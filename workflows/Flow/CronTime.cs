using System.Collections;
using System.Globalization;

namespace Foldline.Workflows;

/// <summary>
/// A cron expression: minute hour day month weekday, or with seconds first. A field is <c>*</c>, <c>?</c>, numbers, names, ranges, lists and steps; where both
/// days are restricted, either suffices, as in Vixie's cron.
/// </summary>
internal sealed class CronTime
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    private readonly BitArray _seconds, _minutes, _hours, _days, _months, _weekdays;
    private readonly bool _anyDay, _anyWeekday;

    private CronTime(string[] fields)
    {
        _seconds = Field(fields[0], 0, 59, []);
        _minutes = Field(fields[1], 0, 59, []);
        _hours = Field(fields[2], 0, 23, []);
        _days = Field(fields[3], 1, 31, []);
        _months = Field(fields[4], 1, 12, Months);
        _weekdays = Field(fields[5], 0, 7, Weekdays);
        if (_weekdays[7]) _weekdays[0] = true;
        (_anyDay, _anyWeekday) = (fields[3][0] is '*' or '?', fields[5][0] is '*' or '?');
    }

    /// <summary>Reads an expression; <c>null</c> with the reason where it cannot be read.</summary>
    public static CronTime? TryParse(string text, out string? problem)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length == 5) fields = ["0", .. fields];
        problem = fields.Length == 6 ? null : $"'{text}' has {fields.Length} fields; five are expected, or six with seconds first.";
        if (problem is not null) return null;
        try
        {
            return new CronTime(fields);
        }
        catch (FormatException error)
        {
            problem = error.Message;
            return null;
        }
    }

    /// <summary>The first time after another, in UTC; <c>null</c> where there is none within eight years (29 February comes within them).</summary>
    public DateTimeOffset? After(DateTimeOffset time)
    {
        var at = new DateTimeOffset(time.UtcDateTime.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero).AddSeconds(1);
        var last = at.AddYears(8);
        while (at < last)
        {
            if (!_months[at.Month]) at = new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
            else if (!DayFits(at)) at = new DateTimeOffset(at.Date, TimeSpan.Zero).AddDays(1);
            else if (!_hours[at.Hour]) at = new DateTimeOffset(at.Date, TimeSpan.Zero).AddHours(at.Hour + 1);
            else if (!_minutes[at.Minute]) at = at.AddSeconds(60 - at.Second);
            else if (!_seconds[at.Second]) at = at.AddSeconds(1);
            else return at;
        }
        return null;
    }

    private bool DayFits(DateTimeOffset at)
    {
        var (day, weekday) = (_days[at.Day], _weekdays[(int)at.DayOfWeek]);
        return _anyDay ? weekday : _anyWeekday ? day : day || weekday;
    }

    private static BitArray Field(string text, int least, int most, string[] names)
    {
        var bits = new BitArray(most + 1);
        foreach (var part in text.Split(','))
        {
            var halves = part.Split('/');
            var step = halves.Length == 1 ? 1 : Number(halves[^1], 1, most, []);
            var ends = halves[0].Split('-');
            if (halves.Length > 2 || ends.Length > 2) throw Unreadable(part);
            var all = halves[0] is "*" or "?";
            var from = all ? least : Number(ends[0], least, most, names);
            var to = all || (ends.Length == 1 && halves.Length == 2) ? most : Number(ends[^1], least, most, names);
            if (to < from) throw Unreadable(part);
            for (var i = from; i <= to; i += step) bits[i] = true;
        }
        return bits;
    }

    private static int Number(string text, int least, int most, string[] names)
    {
        var name = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name >= 0) return name + least;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number : throw Unreadable(text);
    }

    private static FormatException Unreadable(string part) => new($"'{part}' is no number, name, range or step that fits there.");
}
