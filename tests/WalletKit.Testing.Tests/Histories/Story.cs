using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Answers;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Tests.Histories;

/// <summary>A handmade history: two wallets with 100 each, and calls whose answers come from the books at the place that the story names.</summary>
internal sealed class Story
{
    private static readonly Scene s_scene = new(1);
    private readonly List<RecordedCall> _calls = [];

    public Story() => Did("opener", 1, 2, Opening());

    public static WalletId A { get; } = s_scene.Id(0);

    public static WalletId B { get; } = s_scene.Id(1);

    /// <summary>The books after all calls that were done.</summary>
    public Books Books { get; private set; } = Books.Empty;

    /// <summary>A call that was done, and got the right answer.</summary>
    public Story Did(string caller, long start, long end, CommandBatch batch) => Answered(caller, start, end, batch, Books);

    public Story Did(string caller, long start, long end, WalletCommand command) => Did(caller, start, end, new CommandBatch(command));

    /// <summary>A call whose answer comes from other books: from the books before a concurrent call, for example.</summary>
    public Story Answered(string caller, long start, long end, WalletCommand command, Books books) => Answered(caller, start, end, new CommandBatch(command), books);

    public Story Answered(string caller, long start, long end, CommandBatch batch, Books books)
    {
        var call = new RecordedCall { Caller = caller, Start = start, End = end, Batch = batch };
        _calls.Add(call with { Answer = Search.Ask(call, books, Scene.Begin).Text });
        Books = Books.Do(batch, Scene.Begin).Books;
        return this;
    }

    /// <summary>A reading of both wallets.</summary>
    public Story Read(string caller, long start, long end, Books books)
    {
        var call = new RecordedCall { Caller = caller, Start = start, End = end, Owner = "owner" };
        _calls.Add(call with { Answer = Search.Ask(call, books, Scene.Begin).Text });
        return this;
    }

    /// <summary>A call without an answer.</summary>
    public Story Unanswered(string caller, long start, WalletCommand command)
    {
        _calls.Add(new RecordedCall { Caller = caller, Start = start, Batch = new CommandBatch(command) });
        return this;
    }

    public History ToHistory() => new(Scene.Begin, _calls);

    private static CommandBatch Opening() => new(
    [
        new OpenWallet(A, "owner", Currency.FromIso("USD"), "a"),
        new OpenWallet(B, "owner", Currency.FromIso("USD"), "b"),
        new Deposit(A, 100),
        new Deposit(B, 100),
    ]);
}
