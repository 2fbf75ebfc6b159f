using WalletKit.TestHost.Bursts;

namespace WalletKit.TestHost.Course;

/// <summary>Receives the steps of a course while it runs.</summary>
internal interface ICourseJournal
{
    /// <summary>A step begins. Its name is the type of an operation, or one of the course's own names.</summary>
    void Began(string step);

    void Opened(int wallet, WalletId walletId);

    /// <summary>Called before an operation, so that it is known which answer was lost.</summary>
    void Begun(Operation operation);

    /// <summary>Called after an operation returned, and never before.</summary>
    void Acknowledged(Operation done);

    void Refused(string reference);
}
