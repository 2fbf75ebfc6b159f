using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class TextChecks : StoreChecks
{
    // The texts have names, because some of the texts would not survive a test report.
    private static readonly Dictionary<string, string> s_texts = new()
    {
        ["ASCII"] = "plain",
        ["Latin"] = "ünïcödé ÅÄÖ ß",
        ["Japanese"] = "財布テスト",
        ["emoji"] = "👩‍👩‍👧‍👦 🏳️‍🌈 😀",
        ["combining"] = "e\u0301 is not \u00E9",
        ["right to left"] = "\u202Eمحفظة\u202C",
        ["SQL"] = "'; DROP TABLE walletkit_wallets; --",
        ["quotes"] = "\"double\" 'single' `back` \\slash\\",
        ["lines"] = "first\r\nsecond\nthird\ttab",
        ["spaces"] = "  around  ",
        ["controls"] = "\u0001\u001B\u001F\u007F\u0085\u2028",
        ["noncharacters"] = "\uFEFF\uFFFD\uFFFE\uFFFF",
        ["wildcards"] = "%_?1:@$*",
        ["JSON"] = "{\"a\":[null,\"\\u0000\"]}",
        ["long"] = string.Concat(Enumerable.Repeat("あ", 200)),
        ["long emoji"] = string.Concat(Enumerable.Repeat("😀", 100)),
    };

    private static readonly Dictionary<string, string> s_malformed = new()
    {
        ["empty"] = "",
        ["too long"] = new string('x', 201),
        ["with U+0000"] = "a\0b",
        ["half a pair"] = "a\uD83D",
        ["the other half"] = "\uDE00a",
        ["a pair reversed"] = "\uDE00\uD83D",
    };

    public static IEnumerable<string> TextNames => s_texts.Keys;

    public static IEnumerable<string> MalformedNames => s_malformed.Keys;

    [Check]
    [Cases(nameof(TextNames))]
    public async Task Text_comes_back_exactly_as_it_was_given(string named)
    {
        var text = s_texts[named];
        var wallet = await OpenAsync(text, name: text);
        var metadata = TransactionMetadata.From([KeyValuePair.Create(text[..Math.Min(text.Length, 64)], text), KeyValuePair.Create("empty", "")]);
        var deposit = new Deposit(wallet.Id, 1m) { IdempotencyKey = text, Reference = text, Metadata = metadata, RebateTerms = HasRebates ? new RebateTerms(text, text) : null };

        await DoAsync(deposit);

        Assert.Equal((text, text), (wallet.OwnerId, wallet.Name));
        Assert.Equal(wallet.Id, (await Store.FindWalletByNameAsync(text, text, Token))!.Id);
        Assert.Equal((text, text), (await FindAsync(wallet.Id)) is var found ? (found.OwnerId, found.Name) : default);
        var transaction = Assert.Single(await HistoryAsync(wallet.Id));
        Assert.Equal((text, metadata), (transaction.Reference, transaction.Metadata));
        Assert.Equal(deposit.RebateTerms, HasRebates ? (await Store.Rebates.FindAsync(transaction.Id, Token))!.Terms : null);
        Assert.True((await DoAsync(deposit)).Replayed);
    }

    [Check]
    public async Task Metadata_may_have_sixteen_pairs_of_the_greatest_length()
    {
        var wallet = await OpenAsync();
        var metadata = Pairs(16, 64, 512);

        await DoAsync(new Deposit(wallet.Id, 1m) { Metadata = metadata });

        Assert.Equal(metadata, Assert.Single(await HistoryAsync(wallet.Id)).Metadata);
    }

    [Check]
    [Case(17, 64, 512)]
    [Case(1, 65, 1)]
    [Case(1, 0, 1)]
    [Case(1, 1, 513)]
    public async Task Metadata_past_its_bounds_is_refused(int pairs, int keyLength, int valueLength)
    {
        var walletId = await OpenWithAsync(1m);

        await RefusedAsync<InvalidInputException>(new Deposit(walletId, 1m) { Metadata = Pairs(pairs, keyLength, valueLength) });
        await RefusedAsync<InvalidInputException>(new Withdraw(walletId, 1m) { Metadata = Pairs(pairs, keyLength, valueLength) });
    }

    [Check]
    [Cases(nameof(MalformedNames))]
    public async Task Malformed_text_is_refused_wherever_it_stands(string named)
    {
        var text = s_malformed[named];
        var walletId = await OpenWithAsync(1m);

        await RefusedAsync<InvalidInputException>(new OpenWallet(NewId(), text, Usd));
        await RefusedAsync<InvalidInputException>(new OpenWallet(NewId(), "owner", Usd, text));
        await RefusedAsync<InvalidInputException>(new OpenWallet(NewId(), "owner", Currency.Restore(text, 2)));
        await RefusedAsync<InvalidInputException>(new Deposit(walletId, 1m) { IdempotencyKey = text });
        await RefusedAsync<InvalidInputException>(new Deposit(walletId, 1m) { Reference = text });
        await RefusedAsync<InvalidInputException>(new Withdraw(walletId, 1m) { Currency = text });
        await RefusedAsync<InvalidInputException>(new Deposit(walletId, 1m) { Metadata = TransactionMetadata.From([KeyValuePair.Create(text, "v")]) });
        await RefusedAsync<InvalidInputException>(new Deposit(walletId, 1m) { RebateTerms = new RebateTerms(text, "t") });
    }

    [Check]
    [Case("A")]
    [Case("usd")]
    [Case("US D")]
    [Case("1US")]
    [Case("\U0001F600")]
    [Case("ABCDEFGHIJKLMNOPQ")]
    public async Task A_currency_that_nobody_could_have_declared_is_not_opened(string code) =>
        Assert.Equal("currency", (await RefusedAsync<InvalidInputException>(new OpenWallet(NewId(), "owner", Currency.Restore(code, 2)))).Field);

    [Check]
    [Cases(nameof(MalformedNames))]
    public async Task Malformed_text_finds_nothing(string named)
    {
        // A text that cannot be kept must not be mistaken for the text that an encoder would put in its place.
        var text = s_malformed[named];
        await OpenAsync("a\uFFFD", name: "a\uFFFD");
        await OpenAsync("\uFFFDa", name: "\uFFFDa");
        await OpenAsync("\uFFFD\uFFFD", name: "\uFFFD\uFFFD");
        await OpenAsync("a", name: "a");

        Assert.Null(await Store.FindWalletByNameAsync(text, text, Token));
        Assert.Empty(await WalletsAsync(text));
    }

    [Check]
    public async Task Malformed_input_is_refused_before_the_key_is_asked()
    {
        var wallet = await OpenAsync();
        await DoAsync(new Deposit(wallet.Id, 1m) { IdempotencyKey = "key" });

        await RefusedAsync<InvalidAmountException>(new Deposit(wallet.Id, 0m) { IdempotencyKey = "key" });
        await RefusedAsync<InvalidInputException>(new Deposit(wallet.Id, 1m) { IdempotencyKey = "key", Reference = "" });
    }

    [Check]
    public async Task An_opening_without_an_id_is_refused() =>
        Assert.Equal("walletId", (await RefusedAsync<InvalidInputException>(new OpenWallet(default, "owner", Usd))).Field);

    private static TransactionMetadata Pairs(int count, int keyLength, int valueLength) => TransactionMetadata.From(Enumerable.Range(0, count).Select(
        i => KeyValuePair.Create(new string((char)('あ' + i), keyLength), new string((char)('ア' + i), valueLength))));
}
