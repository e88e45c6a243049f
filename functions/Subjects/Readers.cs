using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Subjects;

/// <summary>Determines the reader from what the gatekeeper identified: a unit by its key, a signed-in person, or in Development anybody.</summary>
public static class Readers
{
    /// <summary>Returns the reader of a request; system administrators read everything.</summary>
    public static SubjectReader Of(HttpRequest request) => (request.HttpContext.Features.Get<PersonRow>(), request.HttpContext.Features.Get<UnitCaller>()) switch
    {
        ({ } person, _) => Of(person),
        (_, { ActsForAll: false } caller) => new(caller.Unit),
        // Outside Development, the gatekeeper admits nobody without key or session.
        _ => SubjectReader.OfEverything,
    };

    /// <summary>Returns a person as reader.</summary>
    public static SubjectReader Of(PersonRow person) => person switch
    {
        { IsOperator: true } => SubjectReader.OfEverything,
        { IsOnlyExpert: true } => SubjectReader.OfExpert(person.Id),
        _ => new(person.Unit, person.Id),
    };
}
