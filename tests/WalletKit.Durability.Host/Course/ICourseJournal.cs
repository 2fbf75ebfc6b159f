namespace WalletKit.Durability.Course;

/// <summary>Is told what a course does, as it does it.</summary>
internal interface ICourseJournal
{
    /// <summary>A step begins: the type of an operation, or one of the course's own names.</summary>
    void Began(string step);

    void Opened(int wallet, WalletId walletId);

    /// <summary>Told before the call, so that it is known which answer was lost.</summary>
    void Begun(Operation operation);

    /// <summary>Told after the call returned, and never before.</summary>
    void Acknowledged(Operation done);

    void Refused(string reference);
}
