using Foldline.Persistence.Access;
using Foldline.Workflows;

namespace Foldline.Persistence.Tests;

/// <summary>What the stores of keys, kept answers and webhooks promise, on every database.</summary>
public abstract class AccessStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract Task<string> AddressAsync();

    private static AccessKey Key(string id, string project) => new() { Id = id, Name = "n", Project = project, Scope = AccessScope.Submit, Hash = "h", CreatedAt = Now };

    [Fact]
    public async Task A_key_ends_now_or_later_only_for_its_own_project_and_takes_its_tokens_along()
    {
        var keys = new KeyStore(await AccessDatabase.OpenAsync(await AddressAsync(), Token));
        (await keys.AnyAsync(Token)).ShouldBeFalse();
        await keys.AddAsync(Key("a", "p"), Token);
        await keys.AddAsync(Key("b", "q"), Token);
        await keys.AddTokenAsync("hash", "a", Now, Now.AddHours(1), Token);
        (await keys.FindTokenAsync("hash", Token))!.Value.Key.Id.ShouldBe("a");

        (await keys.EndAsync("q", "a", Now, null, Token)).ShouldBeFalse();
        (await keys.EndAsync("p", "a", Now, Now.AddDays(1), Token)).ShouldBeTrue();
        (await keys.FindAsync("a", Token))!.IsGood(Now.AddHours(23)).ShouldBeTrue();
        (await keys.FindAsync("a", Token))!.IsGood(Now.AddHours(25)).ShouldBeFalse();
        (await keys.EndAsync("p", "a", Now, null, Token)).ShouldBeTrue();
        (await keys.FindAsync("a", Token))!.RevokedAt.ShouldBe(Now);
        (await keys.FindTokenAsync("hash", Token)).ShouldBeNull();
        (await keys.ListAsync("p", Token)).Count.ShouldBe(1);
        (await keys.ListAsync(null, Token)).Count.ShouldBe(2);
        await keys.TouchAsync(new Dictionary<string, DateTimeOffset> { ["b"] = Now }, Token);
        (await keys.FindAsync("b", Token))!.LastUsedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task An_idempotency_key_is_taken_once_however_many_ask_at_the_same_time()
    {
        var answers = new AnswerStore(await AccessDatabase.OpenAsync(await AddressAsync(), Token));

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => answers.ClaimAsync("p", "k", "f", Now, Token)));
        claims.Count(claim => claim is null).ShouldBe(1);
        (await answers.ClaimAsync("q", "k", "f", Now, Token)).ShouldBeNull();

        await answers.KeepAsync("p", "k", 201, "/there", "{}", Token);
        (await answers.ClaimAsync("p", "k", "other", Now, Token)).ShouldBe(new KeptAnswer("f", 201, "/there", "{}", Now));
        await answers.ReleaseAsync("q", "k", Token);
        (await answers.ClaimAsync("q", "k", "g", Now, Token)).ShouldBeNull();
        await answers.ForgetAsync(Now.AddDays(1), Now, Token);
        (await answers.ClaimAsync("p", "k", "new", Now, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Deliveries_are_kept_once_and_go_with_their_webhook()
    {
        var webhooks = new WebhookStore(await AccessDatabase.OpenAsync(await AddressAsync(), Token));
        await webhooks.AddAsync(new Webhook("w", "p", "https://example.org", "s", ["a", "b"], Now, 0), Token);
        await webhooks.EnqueueAsync("w", [(1, "a", "{}"), (2, "b", "{}")], 2, Now, Token);
        await webhooks.EnqueueAsync("w", [(2, "b", "{}"), (3, "b", "{}")], 3, Now, Token);

        var due = await webhooks.DueAsync(Now, 10, Token);
        due.Select(delivery => delivery.EventId).ShouldBe([1, 2, 3]);
        await webhooks.NoteAsync(due[0] with { Attempts = 1, Status = 500, Error = "no", NextAt = Now.AddMinutes(1) }, Token);
        await webhooks.NoteAsync(due[1] with { Attempts = 1, Status = 204, NextAt = null, EndedAt = Now }, Token);
        (await webhooks.DueAsync(Now, 10, Token)).Select(delivery => delivery.EventId).ShouldBe([3]);
        (await webhooks.LogAsync("p", "w", null, 10, Token)).Select(delivery => delivery.EventId).ShouldBe([3, 2, 1]);
        (await webhooks.LogAsync("q", "w", null, 10, Token)).ShouldBeEmpty();
        (await webhooks.ListAsync("p", Token)).ShouldHaveSingleItem().LastEvent.ShouldBe(3);
        (await webhooks.RemoveAsync("q", "w", Token)).ShouldBeFalse();
        (await webhooks.RemoveAsync("p", "w", Token)).ShouldBeTrue();
        (await webhooks.DueAsync(Now.AddDays(1), 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Opening_twice_at_the_same_time_makes_the_tables_once()
    {
        var address = await AddressAsync();

        var opened = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AccessDatabase.OpenAsync(address, Token)));

        (await opened[2].AnswersAsync(Token)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("sqlite:")]
    [InlineData("mysql:x")]
    public async Task An_address_of_no_known_form_is_refused(string address) =>
        (await Should.ThrowAsync<RunException>(() => AccessDatabase.OpenAsync(address, Token))).Message.ShouldContain("sqlite:FILE");
}
