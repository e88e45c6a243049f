namespace Dazhou.Serverless.Evacuations;

/// <summary>What the document (达市府办发〔2023〕21号) leaves to those who run it, and the figures that it gives.</summary>
public static class EvacuationPolicy
{
    /// <summary>For how many days an entry taken out of a register is kept before it is deleted with its personal data.</summary>
    public const int RemovedKeptDays = 365;

    /// <summary>The unit that sees the registers of all counties: 市应急局.</summary>
    public const string CityOffice = "syjj";
}
