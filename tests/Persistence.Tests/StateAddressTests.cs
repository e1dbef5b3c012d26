using Foldline.Workflows;

namespace Foldline.Persistence.Tests;

public sealed class StateAddressTests
{
    [Theory]
    [InlineData("sqlite:/data/state.db", true, "/data/state.db", "SQLite file /data/state.db")]
    [InlineData(" SQLite: /data/../state.db ", true, "/state.db", "SQLite file /state.db")]
    [InlineData("postgres:Host=db;Database=fold;Username=me;Password=geheim", false, "Host=db;Database=fold;Username=me;Password=geheim", "PostgreSQL database fold on db")]
    [InlineData("Postgres: Host=db;Database=fold", false, "Host=db;Database=fold", "PostgreSQL database fold on db")]
    public void Both_forms_are_read_and_shown_without_a_password(string text, bool sqlite, string place, string shown)
    {
        var address = StateAddress.Parse(text);
        (address.IsSqlite, address.Place, address.ToString()).ShouldBe((sqlite, place, shown));
    }

    [Theory]
    [InlineData("")]
    [InlineData("state.db")]
    [InlineData("sqlite:")]
    [InlineData("sqlite: ")]
    [InlineData("postgres:")]
    [InlineData("mysql:Host=db")]
    [InlineData("postgres:Password=geheim")]
    [InlineData("postgres:geheim")]
    [InlineData("postgres:Host=db;Passwort=geheim")]
    public void Anything_else_is_refused_with_the_forms_and_without_repeating_it(string text)
    {
        var refusal = Should.Throw<RunException>(() => StateAddress.Parse(text)).Message;
        refusal.ShouldContain("Expected is sqlite:FILE");
        refusal.ShouldNotContain("geheim");
    }
}
