using WalletKit.TestHost.Course;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>The progress of a course.</summary>
internal sealed class CourseRecord : ICourseJournal
{
    public List<Operation> Acknowledged { get; } = [];

    /// <summary>The call that has no answer yet.</summary>
    public Operation? UnderWay { get; private set; }

    public Dictionary<int, WalletId> WalletIds { get; } = [];

    public AfterCrash.Known Known => new(Acknowledged, UnderWay, wallet => WalletIds[wallet]);

    public string Step { get; private set; } = "";

    /// <summary>Called after each answer.</summary>
    public Action<Operation>? OnAcknowledged { get; init; }

    public void Began(string step) => Step = step;

    public void Opened(int wallet, WalletId walletId) => WalletIds[wallet] = walletId;

    public void Begun(Operation operation) => UnderWay = operation;


    public void Refused(string reference) => UnderWay = null;

    void ICourseJournal.Acknowledged(Operation done)
    {
        UnderWay = null;
        Acknowledged.Add(done);
        OnAcknowledged?.Invoke(done);
    }
}
