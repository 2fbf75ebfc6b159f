using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Contenders.EfCore;
using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>The contenders, each with the work that a scenario asks for.</summary>
internal static class Entrants
{
    // The limit of SQLite is measured with this number.
    private const int OperationsPerCommit = 256;

    public static Entrant WalletKit(Func<WalletKitContender, Meter, Task> work, string suffix = "") =>
        Create(Entrant.WalletKit + suffix, WalletKitContender.OpenAsync, work) with { HasJournal = true };

    public static Entrant RawBatch(Func<RawContender, Meter, Task> work) =>
        Create(Entrant.RawBatch, (books, path) => Task.FromResult(new RawContender(books, path, OperationsPerCommit)), work);

    public static Entrant RawAppend(Func<AppendContender, Meter, Task> work) =>
        Create(Entrant.RawAppend, (books, path) => Task.FromResult(new AppendContender(books, path, OperationsPerCommit)), work);

    public static Entrant RawSingle(Func<RawContender, Meter, Task> work) =>
        Create(Entrant.RawSingle, (books, path) => Task.FromResult(new RawContender(books, path, operationsPerCommit: 1)), work);

    public static Entrant AdoNet(Func<AdoNetContender, Meter, Task> work, string suffix = "") =>
        Create(Entrant.AdoNet + suffix, (books, path) => Task.FromResult(new AdoNetContender(books, path)), work);

    public static Entrant Gate(Func<GateContender, Meter, Task> work) =>
        Create(Entrant.Gate, (books, path) => Task.FromResult(new GateContender(books, path)), work);

    public static Entrant EfCore(Func<EfCoreContender, Meter, Task> work, string suffix = "") =>
        Create(Entrant.EfCore + suffix, (books, path) => Task.FromResult(new EfCoreContender(books, path)), work);

    public static Entrant Create<T>(string name, Func<BooksFile, string, Task<T>> open, Func<T, Meter, Task> work)
        where T : IContender =>
        new(name, async (books, path) => await open(books, path), (contender, meter) => work((T)contender, meter));
}
